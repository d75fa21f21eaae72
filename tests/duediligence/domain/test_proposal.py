"""Recording proposals: whole or not at all, every refusal naming its field."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from duediligence import errors
from duediligence.domain import proposal
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput, PartyInput
from duediligence.domain.party import NameInput, OrganisationInput, PersonInput
from duediligence.domain.revision_change import summary
from duediligence.enums import MemberRole, NameType, PartyRole, StepStatus
from duediligence.models import AuditEvent, Organisation, Person, Proposal, Revision
from tests import factories, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_where_a_known_person_works_is_taken_from_what_is_sent_alone(cast: Cast) -> None:
    known = {"orcid": "0000-0002-1825-0097"}
    told = factories.member("見本 一郎", affiliation=OrganisationInput("東都大学"), **known)
    factories.proposal(cast.submitter, members=(told,))
    again = factories.proposal(cast.submitter, members=(factories.member("見本 一郎", **known),))
    assert again.current_revision is not None
    assert again.current_revision.memberships.get().organisation is None


@pytest.mark.parametrize("typed", ["０００0-0002-1694-233X", " 0000-0002-1694-233X "])
def test_identifiers_are_recorded_in_plain_digits(typed: str, cast: Cast) -> None:
    factories.proposal(
        cast.submitter, members=(factories.member("見本 一郎", orcid=typed, erad_number="１２３４５６７８"),)
    )
    person = Person.objects.get()
    assert (person.orcid, person.erad_number) == ("0000-0002-1694-233X", "12345678")


def test_receive_records_the_proposal_its_people_and_its_organisations(cast: Cast) -> None:
    recorded = factories.proposal(
        cast.submitter,
        keywords_ja=("和歌", " "),
        members=(
            factories.member("見本 一郎", furigana="ミホン イチロウ", orcid="0000-0002-1825-0097"),
            factories.member("例田 花子", role=MemberRole.STUDENT, affiliation=OrganisationInput("東都大学")),
        ),
        parties=(factories.partner("Sample Library", country="GB", aliases=("SL",)),),
    )
    revision = recorded.current_revision
    assert revision is not None
    assert summary(revision) == {
        "title_ja": "古典文学の受容史",
        "title_en": "Reception of classical literature",
        "abstract_ja": "和歌の受容を明らかにする。",
        "abstract_en": "",
        "keywords_ja": ["和歌"],
        "keywords_en": [],
        "members": [
            {
                "person": name,
                "person_id": Person.objects.get(name=name).pk,
                "role": role,
                "organisation": organisation,
                "start_date": None,
                "end_date": None,
            }
            for name, role, organisation in (("見本 一郎", "pi", ""), ("例田 花子", "student", "東都大学"))
        ],
        "parties": [
            {
                "organisation": "Sample Library",
                "organisation_id": Organisation.objects.get(name="Sample Library").pk,
                "role": "partner",
                "note": "",
            }
        ],
    }
    assert AuditEvent.objects.get(verb="proposal.received").object_id == str(recorded.pk)


BAD: list[tuple[str, str, dict[str, Any]]] = [
    ("title_ja", "title_missing", {"title_ja": " ", "title_en": ""}),
    ("title_en", "too_long", {"title_en": "x" * 501}),
    ("abstract_ja", "too_long", {"abstract_ja": "x" * 20_001}),
    ("abstract_en", "control_characters", {"abstract_en": "a\x00b"}),
    ("members", "members_missing", {"members": ()}),
    ("members", "pi_missing", {"members": (factories.member(role=MemberRole.STUDENT),)}),
    ("members", "too_many", {"members": (factories.member(),) * 501}),
    ("members[0].person.name", "empty_name", {"members": (factories.member(" \u200b "),)}),
    ("members[0].person.name", "too_long", {"members": (factories.member("あ" * 10_000),)}),
    ("members[0].person.name", "control_characters", {"members": (factories.member("見本\x07一郎"),)}),
    ("members[0].person.name", "name_without_letters", {"members": (factories.member("・・・"),)}),
    ("parties[0].organisation.names", "name_without_letters", {"parties": (factories.partner("X", aliases=("-",)),)}),
    ("members[0].person.furigana", "control_characters", {"members": (factories.member(furigana="み\x07"),)}),
    ("members[0].person.furigana", "too_long", {"members": (factories.member(furigana="み" * 301),)}),
    ("keywords_en", "control_characters", {"keywords_en": ("optics", "li\x9fdar")}),
    ("title_ja", "title_missing", {"title_ja": "\u202e\u200f", "title_en": " "}),
    ("members[0].person.orcid", "malformed", {"members": (factories.member(orcid="1234"),)}),
    ("members[0].person.orcid", "check_digit", {"members": (factories.member(orcid="0000-0002-1825-0098"),)}),
    ("members[0].person.erad_number", "malformed", {"members": (factories.member(erad_number="12"),)}),
    ("members[1]", "same_person", {"members": (factories.member(), factories.member("見本　一郎"))}),
    ("parties[0].organisation.name", "empty_name", {"parties": (factories.partner(""),)}),
    ("parties[0].organisation.country", "country", {"parties": (factories.partner("X", country="Japan"),)}),
    (
        "parties[0].organisation.ror",
        "malformed",
        {"parties": (PartyInput(OrganisationInput("X", ror="nonsense"), PartyRole.PARTNER),)},
    ),
    (
        "members[0].end_date",
        "period",
        {
            "members": (
                MemberInput(PersonInput("見本 一郎"), MemberRole.PI, None, dt.date(2026, 5, 1), dt.date(2026, 4, 1)),
            )
        },
    ),
]


@pytest.mark.parametrize(("field", "code", "changes"), BAD, ids=[f"{field} {code}" for field, code, _ in BAD])
def test_receive_names_the_field_and_keeps_nothing(cast: Cast, field: str, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        factories.proposal(cast.submitter, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert str(refused.value).startswith(f"{field}: ")
    assert not Proposal.objects.exists()
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_marks_that_turn_a_line_round_are_taken_out_of_titles(cast: Cast) -> None:
    titles = {"title_ja": "海底\u202eの\u200f地形", "title_en": "Sea \u2067floor"}
    revision = factories.proposal(cast.submitter, **titles).current_revision

    assert revision is not None
    assert (revision.title_ja, revision.title_en) == ("海底の地形", "Sea floor")


def _receive(cast: Cast, **changes: Any) -> Proposal:
    return proposal.receive(
        institution=cast.institution,
        content=factories.content(),
        actor=Actor.of_user(cast.submitter),
        now=factories.NOW,
        **changes,
    )


def test_receive_refuses_a_deadline_in_the_past(cast: Cast) -> None:
    with pytest.raises(errors.InvalidInput, match="stage_deadline_date: 2026-05-31 is in the past"):
        _receive(cast, stage_deadline_date=dt.date(2026, 5, 31))
    assert _receive(cast, stage_deadline_date=factories.TODAY).stage_deadline_date == factories.TODAY


def test_receive_refuses_a_programme_that_takes_no_proposals(cast: Cast) -> None:
    programme = factories.programme()
    programme.is_open = False
    with pytest.raises(errors.InvalidInput, match="takes no proposals"):
        _receive(cast, programme=programme)


def test_receive_refuses_the_same_number_of_a_funder_twice(cast: Cast) -> None:
    programme = factories.programme()
    _receive(cast, programme=programme, external_id="A-1")
    with pytest.raises(errors.InvalidInput, match="external_id: A-1 is already recorded"):
        _receive(cast, programme=programme, external_id="A-1")


def test_people_and_organisations_are_recorded_once_and_collect_names(cast: Cast) -> None:
    ror = "https://ror.org/057zh3y96"
    for name in ("東都大学", "Toto University"):
        factories.proposal(
            cast.submitter,
            members=(factories.member(name, orcid="0000-0002-1825-0097"),),
            parties=(PartyInput(OrganisationInput(name, "JP", ror), PartyRole.LEAD),),
        )
    organisation, person = Organisation.objects.get(), Person.objects.get()
    assert [name.text for name in organisation.names.all()] == ["東都大学", "Toto University"]
    assert [name.text for name in person.names.all()] == ["東都大学", "Toto University"]


def test_a_revision_keeps_names_as_typed_in_it(cast: Cast) -> None:
    ror = "https://ror.org/057zh3y96"
    recorded = [
        factories.proposal(
            cast.submitter,
            members=(
                factories.member(person, orcid="0000-0002-1825-0097", affiliation=OrganisationInput(body, "", ror)),
            ),
            parties=(PartyInput(OrganisationInput(body, "", ror), PartyRole.LEAD),),
        )
        for person, body in (("見本 一郎", "東都大学"), (" Ichiro  Mihon", "Toto University"))
    ]
    revisions = [one.current_revision for one in recorded if one.current_revision]
    assert [(one.name, one.organisation_name) for r in revisions for one in r.memberships.all()] == [
        ("見本 一郎", "東都大学"),
        ("Ichiro Mihon", "Toto University"),
    ]
    assert [one.name for r in revisions for one in r.parties.all()] == ["東都大学", "Toto University"]
    assert (Person.objects.get().name, Organisation.objects.get().name) == ("見本 一郎", "東都大学")


def test_an_e_rad_number_identifies_and_given_names_are_kept(cast: Cast) -> None:
    given = factories.member(
        erad_number="12345678",
        names=(NameInput("Ichiro Mihon", NameType.ROMANISED), NameInput("旧姓 一郎", NameType.FORMER, "キュウセイ")),
    )
    factories.proposal(cast.submitter, members=(given,))
    factories.proposal(cast.submitter, members=(factories.member("別表記 一郎", erad_number="12345678"),))
    names = Person.objects.get().names.values_list("text", "name_type", "reading")
    assert list(names) == [
        ("見本 一郎", "native", ""),
        ("Ichiro Mihon", "romanised", ""),
        ("旧姓 一郎", "former", "キュウセイ"),
        ("別表記 一郎", "native", ""),
    ]


def test_nothing_crosses_institutions(cast: Cast) -> None:
    factories.proposal(cast.submitter)
    factories.proposal(cast.stranger)
    assert Person.objects.count() == 2


def test_revise_writes_the_next_revision_and_keeps_the_first(cast: Cast) -> None:
    recorded = factories.proposal(cast.submitter)
    second = proposal.revise(
        recorded, factories.content(title_ja="別の題目"), actor=Actor.of_user(cast.submitter), reason="題目の変更"
    )
    assert list(Revision.objects.values_list("number", "title_ja", "is_material")) == [
        (1, "古典文学の受容史", True),
        (2, "別の題目", True),
    ]
    recorded.refresh_from_db()
    assert recorded.current_revision == second


def test_revise_asks_for_a_reason(cast: Cast) -> None:
    recorded = factories.proposal(cast.submitter)
    with pytest.raises(errors.ReasonMissing):
        proposal.revise(recorded, factories.content(), actor=Actor.of_user(cast.submitter), reason=" ")


def test_revise_refuses_what_changes_nothing(cast: Cast) -> None:
    recorded = factories.proposal(cast.submitter)
    with pytest.raises(errors.ProposalUnchanged):
        proposal.revise(recorded, factories.content(), actor=Actor.of_user(cast.submitter), reason="確認")
    assert Revision.objects.count() == 1


def test_revise_refuses_a_proposal_without_content(cast: Cast) -> None:
    empty = Proposal.objects.create(institution=cast.institution, created_by=cast.submitter, created_at=factories.NOW)
    with pytest.raises(errors.ProposalUnchanged):
        proposal.revise(empty, factories.content(), actor=Actor.of_user(cast.submitter), reason="確認")


def test_a_material_revision_voids_approvals_and_screens_anew(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    first_run = case.current_run
    stories.revise(case, cast, parties=(factories.partner("Exemplar Hypersonics"),))
    case.refresh_from_db()
    assert case.current_run != first_run
    assert list(case.steps.order_by("position", "round").values_list("code", "round", "status")) == [
        ("review", 1, StepStatus.COMPLETED),
        ("review", 2, StepStatus.OPEN),
        ("approval", 1, StepStatus.VOID),
        ("approval", 2, StepStatus.WAITING),
    ]
    voided = case.steps.get(code="review", round=1).decisions.get()
    assert (voided.voided_at, voided.void_reason) == (factories.NOW, "計画の変更")


def test_a_cosmetic_revision_keeps_approvals(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    stories.revise(case, cast, title_en="Reception of Classical  Literature.")
    case.refresh_from_db()
    assert case.revision.number == 2
    assert case.steps.get(code="review").decisions.get().voided_at is None
