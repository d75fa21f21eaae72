"""Between the words of a draft, its forms, and the content that the domain takes."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from duediligence.admin.forms.draft import Draft, Words, filled
from duediligence.admin.forms.proposal import FrameForm, MemberForm, PartyForm, ReviseForm, TopicForm
from duediligence.admin.forms.refusing import refuse
from duediligence.domain.content import MemberInput, PartyInput, ProposalContent
from duediligence.domain.party import NameInput, OrganisationInput, PersonInput
from duediligence.enums import MemberRole, NameType, PartyRole
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import Membership, Organisation, Revision, User

_PLACE = re.compile(r"(members|parties)\[(\d+)\]\.?(.*)")
# Where the domain's name for a place is not the name of the field that was typed into.
_FIELD = {
    "person.affiliation.name": "affiliation",
    "person.affiliation.country": "affiliation_country",
    "person.affiliation.ror": "affiliation",
    "person.names": "romanised",
    "organisation.names": "aliases",
}


class ProposalForms:
    """All forms of a draft; bound ones check what was typed."""

    def __init__(self, draft: Draft, *, user: User, language: str, is_new: bool, bound: bool) -> None:
        self.draft = draft
        members, parties = draft.members, draft.parties
        if bound:
            # A row left empty is no member; where all are, the first one says that its name is missing.
            members, parties = filled(members) or members[:1], filled(parties)
        self.topic = TopicForm(**_given(draft.fields, bound))
        self.frame = FrameForm(user=user, language=language, **_given(draft.fields, bound)) if is_new else None
        self.revise = None if is_new else ReviseForm(**_given(draft.fields, bound))
        self.members = [_row(MemberForm, "members", at, words, bound) for at, words in enumerate(members)]
        self.parties = [_row(PartyForm, "parties", at, words, bound) for at, words in enumerate(parties)]

    @property
    def all(self) -> list[forms.Form]:
        single = [form for form in (self.topic, self.frame, self.revise) if form]
        return [*single, *self.members, *self.parties]

    def are_valid(self) -> bool:
        """Check every form, so that all faults are named at once."""
        faulty = [form for form in self.all if not form.is_valid()]
        return not faulty

    @property
    def has_faults(self) -> bool:
        return any(form.is_bound and form.errors for form in self.all)

    def content(self) -> ProposalContent:
        """Return what the domain takes, of valid forms."""
        given = self.topic.cleaned_data
        texts = {name: given[name] for name in ("title_ja", "title_en", "abstract_ja", "abstract_en")}
        return ProposalContent(
            **texts,
            keywords_ja=_split(given["keywords_ja"], "[,、，;]"),
            keywords_en=_split(given["keywords_en"], "[,;]"),
            members=tuple(_member(form.cleaned_data) for form in self.members),
            parties=tuple(_party(form.cleaned_data) for form in self.parties),
        )

    def refuse(self, refused: Refused) -> str:
        """Put a refusal beside the field it is about; return it in words where there is no such field."""
        place = _PLACE.match(refused.field)
        if place and int(place[2]) < len(getattr(self, place[1])):
            form = getattr(self, place[1])[int(place[2])]
            field = _FIELD.get(place[3], place[3].rpartition(".")[2])
            refuse(form, refused, at=field)
            return ""
        for form in (self.topic, self.frame, self.revise):
            if form and refused.field in form.fields:
                refuse(form, refused)
                return ""
        return explain(refused)


def draft_of(revision: Revision) -> Draft:
    """Return a revision as the draft of the next one."""
    fields = {name: getattr(revision, name) for name in ("title_ja", "title_en", "abstract_ja", "abstract_en")}
    members = revision.memberships.select_related("person__affiliation", "organisation")
    parties = revision.parties.select_related("organisation").prefetch_related("organisation__names")
    return Draft(
        fields={
            **fields,
            "keywords_ja": "、".join(revision.keywords_ja),
            "keywords_en": ", ".join(revision.keywords_en),
        },
        members=tuple(_typed_member(member) for member in members.prefetch_related("person__names")),
        parties=tuple(
            {
                **_typed_organisation(party.organisation, party.name, "name", ""),
                "aliases": "; ".join(_other_names(party.organisation)),
                "role": party.role,
                "note": party.note,
            }
            for party in parties
        ),
        base=revision.number,
    )


def _typed_member(member: Membership) -> Words:
    person = member.person
    names = {kind: "; ".join(n.text for n in person.names.all() if n.name_type == kind) for kind in NameType}
    is_elsewhere = member.organisation_id != person.affiliation_id
    known = person.affiliation.name if person.affiliation else ""
    affiliation = known if is_elsewhere else member.organisation_name
    return {
        "name": member.name,
        "furigana": person.furigana,
        "romanised": names[NameType.ROMANISED],
        "former": names[NameType.FORMER],
        "erad_number": person.erad_number,
        "orcid": person.orcid,
        "role": member.role,
        **_typed_organisation(person.affiliation, affiliation, "affiliation", "affiliation_"),
        **_typed_organisation(
            member.organisation if is_elsewhere else None, member.organisation_name, "organisation", "organisation_"
        ),
        "start_date": member.start_date.isoformat() if member.start_date else "",
        "end_date": member.end_date.isoformat() if member.end_date else "",
    }


def _other_names(organisation: Organisation) -> list[str]:
    return [name.text for name in organisation.names.all() if name.text != organisation.name]


def _typed_organisation(one: Organisation | None, typed: str, name: str, prefix: str) -> Words:
    given = (typed, one.country, one.ror) if one else ("", "", "")
    return dict(zip((name, f"{prefix}country", f"{prefix}ror"), given, strict=True))


def _given(words: Words, bound: bool) -> dict[str, Any]:
    return {"data": words} if bound else {"initial": words}


def _row(kind: type[forms.Form], rows: str, at: int, words: Words, bound: bool) -> forms.Form:
    prefix = f"{rows}-{at}"
    if bound:
        return kind({f"{prefix}-{name}": value for name, value in words.items()}, prefix=prefix)
    return kind(initial=words, prefix=prefix)


def _split(text: str, separators: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(separators, text) if part.strip())


def _member(given: Mapping[str, Any]) -> MemberInput:
    names = [NameInput(text, NameType.ROMANISED) for text in _split(given["romanised"])]
    names += [NameInput(text, NameType.FORMER) for text in _split(given["former"])]
    person = PersonInput(
        name=given["name"],
        furigana=given["furigana"],
        erad_number=given["erad_number"],
        orcid=given["orcid"],
        names=tuple(names),
        affiliation=_organisation(given, "affiliation"),
    )
    return MemberInput(
        person, MemberRole(given["role"]), _organisation(given, "organisation"), given["start_date"], given["end_date"]
    )


def _organisation(given: Mapping[str, Any], name: str) -> OrganisationInput | None:
    if not given[name]:
        return None
    return OrganisationInput(given[name], given[f"{name}_country"].upper(), given[f"{name}_ror"])


def _party(given: Mapping[str, Any]) -> PartyInput:
    aliases = tuple(NameInput(text, NameType.ALIAS) for text in _split(given["aliases"]))
    organisation = OrganisationInput(given["name"], given["country"].upper(), given["ror"], aliases)
    return PartyInput(organisation, PartyRole(given["role"]), given["note"])
