"""What a proposal says, as a funder sends it. Nationality is no part of it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from duediligence.api.serializers.strict import PatternField, StrictSerializer, TextField, TextsField, WordField
from duediligence.domain.content import (
    MAX_ABSTRACT,
    MAX_MEMBERS,
    MAX_TITLE,
    MemberInput,
    PartyInput,
    ProposalContent,
)
from duediligence.domain.party import MAX_NAME, NameInput, OrganisationInput, PersonInput
from duediligence.enums import MemberRole, NameType, PartyRole

# The other organisations of a case come from the institution; see ``carried_over`` of the revisions' view.
SENT_ROLES = (PartyRole.LEAD, PartyRole.PARTNER, PartyRole.FUNDER)
MAX_NAMES = 50
MAX_KEYWORDS = 100
MAX_PARTIES = 200


class NameSerializer(StrictSerializer):
    text = TextField(max_length=MAX_NAME)
    type = WordField(choices=[kind.value for kind in NameType], default=NameType.ALIAS.value)
    reading = TextField(max_length=MAX_NAME, default="", allow_blank=True, help_text="Furigana.")


def _at_most(limit: int, item: Callable[..., Any], **more: Any) -> Any:
    """Return a list of such items; its length is checked before any of them is."""
    return item(many=True, max_length=limit, **more)


class OrganisationInputSerializer(StrictSerializer):
    name = TextField(max_length=MAX_NAME)
    country = PatternField(
        r"^[A-Za-z]{2}$",
        default="",
        allow_blank=True,
        help_text="ISO 3166-1 alpha-2 code of its seat.",
        error_messages={"invalid": _("Write the two-letter country code, such as JP.")},
    )
    ror = PatternField(
        r"^(https://ror\.org/)?0[a-z0-9]{6}[0-9]{2}$",
        default="",
        allow_blank=True,
        error_messages={"invalid": _("Write the ROR identifier as https://ror.org/ and nine characters.")},
    )
    names = _at_most(MAX_NAMES, NameSerializer, default=list, help_text="Its other names.")


class PersonInputSerializer(StrictSerializer):
    name = TextField(max_length=MAX_NAME)
    furigana = TextField(max_length=MAX_NAME, default="", allow_blank=True)
    erad_number = PatternField(
        r"^[0-9]{8}$",
        default="",
        allow_blank=True,
        help_text="e-Rad number.",
        error_messages={"invalid": _("Write the eight digits of the e-Rad number.")},
    )
    orcid = PatternField(
        r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$",
        default="",
        allow_blank=True,
        error_messages={"invalid": _("Write the ORCID as 0000-0000-0000-0000.")},
    )
    names = _at_most(MAX_NAMES, NameSerializer, default=list, help_text="Other spellings and names.")
    affiliation = OrganisationInputSerializer(required=False, allow_null=True, default=None)


class MemberInputSerializer(StrictSerializer):
    person = PersonInputSerializer()
    role = WordField(choices=[role.value for role in MemberRole])
    organisation = OrganisationInputSerializer(required=False, allow_null=True, default=None)
    start_date = serializers.DateField(required=False, allow_null=True, default=None)
    end_date = serializers.DateField(required=False, allow_null=True, default=None)


class PartyInputSerializer(StrictSerializer):
    organisation = OrganisationInputSerializer()
    role = WordField(choices=[role.value for role in SENT_ROLES])


def _keywords() -> TextsField:
    return TextsField(child=TextField(max_length=200), default=list, max_length=MAX_KEYWORDS, allow_empty=True)


class ContentSerializer(StrictSerializer):
    """The words, people and organisations of a revision."""

    title_ja = TextField(max_length=MAX_TITLE, default="", allow_blank=True)
    title_en = TextField(max_length=MAX_TITLE, default="", allow_blank=True)
    abstract_ja = TextField(max_length=MAX_ABSTRACT, default="", allow_blank=True)
    abstract_en = TextField(max_length=MAX_ABSTRACT, default="", allow_blank=True)
    keywords_ja = _keywords()
    keywords_en = _keywords()
    members = _at_most(MAX_MEMBERS, MemberInputSerializer)
    parties = _at_most(MAX_PARTIES, PartyInputSerializer, default=list)

    def content(self, *, also: tuple[PartyInput, ...] = ()) -> ProposalContent:
        """Return what was sent as the domain takes it, with the parties of ``also`` besides."""
        given: dict[str, Any] = self.validated_data
        return ProposalContent(
            title_ja=given["title_ja"],
            title_en=given["title_en"],
            abstract_ja=given["abstract_ja"],
            abstract_en=given["abstract_en"],
            keywords_ja=tuple(given["keywords_ja"]),
            keywords_en=tuple(given["keywords_en"]),
            members=tuple(_member(one) for one in given["members"]),
            parties=(
                *(PartyInput(_organisation(p["organisation"]), PartyRole(p["role"])) for p in given["parties"]),
                *also,
            ),
        )


def _member(given: dict[str, Any]) -> MemberInput:
    return MemberInput(
        person=_person(given["person"]),
        role=MemberRole(given["role"]),
        organisation=_organisation(given["organisation"]) if given["organisation"] else None,
        start_date=given["start_date"],
        end_date=given["end_date"],
    )


def _person(given: dict[str, Any]) -> PersonInput:
    return PersonInput(
        name=given["name"],
        furigana=given["furigana"],
        erad_number=given["erad_number"],
        orcid=given["orcid"],
        names=_names(given["names"]),
        affiliation=_organisation(given["affiliation"]) if given["affiliation"] else None,
    )


def _organisation(given: dict[str, Any]) -> OrganisationInput:
    return OrganisationInput(given["name"], given["country"], given["ror"], _names(given["names"]))


def _names(given: list[dict[str, Any]]) -> tuple[NameInput, ...]:
    return tuple(NameInput(one["text"], NameType(one["type"]), one["reading"]) for one in given)
