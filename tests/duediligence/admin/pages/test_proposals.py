"""Recording proposals: the guided form, its rows and tables, the page of answers, and what is refused."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from duediligence.admin.forms.draft import MEMBER
from duediligence.models import AuditEvent, Department, Person, Programme, Proposal
from tests import factories
from tests.duediligence.admin.typing_in import CHECK, FORM, WHOLE, Forms, recorded, sent
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


# -- It works ----------------------------------------------------------------------------------------------
def test_a_proposal_is_typed_checked_and_recorded_with_its_case(cast: Cast) -> None:
    client = visitor(cast.submitter)

    assert sent(client, WHOLE)["Location"] == CHECK
    shown = told(client.get(CHECK))
    response = recorded(client)

    assert "海底地形の観測" in shown and "試験 花子" in shown and "Imaginary Institute; II" in shown
    proposal = Proposal.objects.get(created_by=cast.submitter, current_revision__title_ja="海底地形の観測")
    assert response["Location"] == reverse("admin:case", args=[proposal.cases.get().reference])
    revision = proposal.current_revision
    assert revision and revision.keywords_ja == ["海底", "地形"]
    assert [name.text for name in revision.parties.get().organisation.names.all()] == [
        "架空研究所", "Imaginary Institute", "II",
    ]  # fmt: skip
    assert AuditEvent.objects.get(verb="proposal.received", object_id=str(proposal.pk)).actor == (
        f"user:{cast.submitter.username}"
    )
    assert "title_ja" not in client.session["proposal_drafts"].get("new", {})


def test_rows_are_added_and_taken_out_and_what_was_typed_stays(cast: Cast) -> None:
    client = visitor(cast.submitter)

    client.post(FORM, {**WHOLE, "act": "add_member"})
    client.post(FORM, {**Forms(told(client.get(FORM))).given, "members-0-role": "pi", "act": "add_party"})
    two = told(client.get(FORM))
    client.post(FORM, {**Forms(two).given, "act": "remove_party-0"})
    one = Forms(told(client.get(FORM))).given

    assert 'name="members-1-name"' in two and 'name="parties-1-name"' in two
    assert one["title_ja"] == "海底地形の観測"
    assert (one["members-0-name"], one["parties-0-name"], "parties-1-name" in one) == ("試験 花子", "", False)


def test_a_draft_is_discarded(cast: Cast) -> None:
    client = visitor(cast.submitter)
    sent(client, WHOLE)

    assert client.post(FORM, {"act": "discard"})["Location"] == "/"
    assert "海底地形の観測" not in told(client.get(FORM))
    assert client.get(CHECK)["Location"] == FORM


# -- Members from a table ----------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_members_are_read_from_a_file_in_the_usual_encodings(encoding: str, cast: Cast) -> None:
    table = "氏名,役割,所属,国\n山田 太郎,研究代表者,架空大学,JP\n髙橋 一,学生,架空大学,JP\n".encode(encoding)

    response = visitor(cast.submitter).post(FORM, {"act": "read", "file": SimpleUploadedFile("名簿.csv", table)})

    given = Forms(told(response)).given
    assert (given["members-0-name"], given["members-1-name"]) == ("山田 太郎", "髙橋 一")
    assert "2 members were read" in told(response)


def test_members_are_read_from_a_workbook(cast: Cast) -> None:
    book = Workbook()
    for row in (["name", "role", "from"], ["Example Person", "pi", dt.date(2026, 4, 1)]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)

    response = visitor(cast.submitter).post(
        FORM, {"act": "read", "file": SimpleUploadedFile("members.xlsx", stream.getvalue())}
    )

    given = Forms(told(response)).given
    assert (given["members-0-name"], given["members-0-start_date"]) == ("Example Person", "2026-04-01")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "the table is empty"),
        ("役割\npi\n", "there is no column “name”"),
        ("氏名\t役割\n\tpi\n", "row 2: The name is empty."),
        ("氏名\t役割\n見本\t社長\n", "“社長” is not one of these: Principal investigator"),
        ("氏名\t開始日\n見本\t来年\n", "“来年” is not a date."),
    ],
    ids=["empty", "no heading", "no name", "role", "date"],
)
def test_rows_that_cannot_be_read_are_named_and_the_table_stays(table: str, words: str, cast: Cast) -> None:
    response = visitor(cast.submitter).post(FORM, {"act": "read", "table": table})

    assert words in told(response)
    assert table.replace("\n", "\r\n").strip() in told(response) or table.strip() in told(response)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04half of a workbook", b"\xff\xfe\x00\x81", b"\x00" * 100, b"%PDF-1.7"], ids=repr
)
def test_a_file_that_is_no_table_is_refused_by_its_name(content: bytes, cast: Cast) -> None:
    response = visitor(cast.submitter).post(FORM, {"act": "read", "file": SimpleUploadedFile("名簿.xlsx", content)})

    assert response.status_code == 422
    assert "名簿.xlsx" in told(response)


def test_a_table_of_100_members_is_carried_through_every_button(cast: Cast) -> None:
    client = visitor(cast.submitter)
    rows = "".join(f"見本 {number}\t{'pi' if number == 0 else 'participant'}\n" for number in range(100))
    client.post(FORM, {"act": "read", "table": f"氏名\t役割\n{rows}"})
    given = {f"members-{at}-{field}": "x" for at in range(100) for field in MEMBER}

    response = client.post(FORM, {**given, "act": "add_party"})

    assert response["Location"] == f"{FORM}#parties"


# -- What is refused ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words", "field"),
    [
        ({"title_ja": ""}, "Give the title in Japanese or English.", "id_title_ja"),
        ({"title_ja": " \u3000 "}, "Give the title in Japanese or English.", "id_title_ja"),
        ({"title_ja": "題" * 501}, "at most 500", "id_title_ja"),
        ({"title_ja": "海底\x07"}, "It contains control characters", "id_title_ja"),
        ({"title_ja": "海底\u200f\u202e"}, "", ""),
        ({"keywords_ja": "語\x07"}, "It contains control characters", "id_keywords_ja"),
        ({"members-0-name": ""}, "This field is required.", "id_members-0-name"),
        ({"members-0-name": "長" * 10_000}, "at most 300 characters", "id_members-0-name"),
        ({"members-0-name": "見本\x07"}, "It contains control characters", "id_members-0-name"),
        ({"members-0-name": "\u200b\u200f"}, "The name is empty", "id_members-0-name"),
        ({"members-0-furigana": "み\x07"}, "It contains control characters", "id_members-0-furigana"),
        ({"members-0-role": "student"}, "one member is the principal investigator", ""),
        ({"members-0-role": "king"}, "Select a valid choice.", "id_members-0-role"),
        ({"members-0-orcid": "1234"}, "does not have the form of this identifier", "id_members-0-orcid"),
        ({"members-0-affiliation_country": "J1"}, "two-letter country code", "id_members-0-affiliation_country"),
        (
            {"members-0-start_date": "2026-04-02", "members-0-end_date": "2026-04-01"},
            "The period ends before it starts.",
            "id_members-0-end_date",
        ),
        ({"parties-0-name": "長" * 10_000}, "at most 300 characters", "id_parties-0-name"),
        ({"parties-0-aliases": "別名\x07"}, "It contains control characters", "id_parties-0-aliases"),
        ({"parties-0-ror": "no-ror"}, "does not have the form of this identifier", "id_parties-0-ror"),
        ({"stage_deadline_date": "2026-05-31"}, "is in the past", "id_stage_deadline_date"),
        ({"stage_deadline_date": "soon"}, "Enter a valid date.", "id_stage_deadline_date"),
        ({"programme": "999999"}, "Select a valid choice.", "id_programme"),
        ({"department": "999999"}, "Select a valid choice.", "id_department"),
    ],
    ids=lambda value: str(next(iter(value.items())))[:40] if isinstance(value, dict) else "",
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_kept(
    changes: dict[str, str], words: str, field: str, cast: Cast
) -> None:
    before = AuditEvent.objects.count()

    response = sent(visitor(cast.submitter), {**WHOLE, **changes})

    if not words:
        assert response.status_code == 302
        return
    page = told(response)
    assert response.status_code == 422
    assert words in page
    assert not field or (field in Forms(page).links and field in Forms(page).ids)
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in page or not field
    assert Forms(page).given["parties-0-aliases"] == {**WHOLE, **changes}["parties-0-aliases"]  # nothing typed is lost
    assert AuditEvent.objects.count() == before


def test_a_proposal_without_members_is_refused(cast: Cast) -> None:
    given = {name: value for name, value in WHOLE.items() if not name.startswith("members")}

    response = sent(visitor(cast.submitter), given)

    assert response.status_code == 422
    assert "Members: name at least one member." in told(response)


def test_a_row_left_empty_stays_and_says_what_is_missing(cast: Cast) -> None:
    given = {name: value for name, value in WHOLE.items() if not name.startswith("members")}

    page = told(sent(visitor(cast.submitter), {**given, "members-0-name": "", "members-0-role": "pi"}))

    assert 'href="#id_members-0-name">Name: This field is required.' in page
    assert "members-0-name" in Forms(page).given


def test_the_same_person_twice_is_named_at_both_places(cast: Cast) -> None:
    twice = {name.replace("-0-", "-1-"): value for name, value in WHOLE.items() if name.startswith("members")}

    response = sent(visitor(cast.submitter), {**WHOLE, **twice})

    assert response.status_code == 422
    assert "Member 2: 試験 花子 is the same person as Member 1." in told(response)
    assert not Person.objects.filter(name="試験 花子").exists()


def test_marks_that_turn_the_line_round_are_taken_out_of_a_title(cast: Cast) -> None:
    client = visitor(cast.submitter)
    sent(client, {**WHOLE, "title_ja": "海底\u202eの\u200f地形"})

    recorded(client)

    assert Proposal.objects.filter(current_revision__title_ja="海底の地形").count() == 1


def test_a_closed_programme_is_not_offered(cast: Cast) -> None:
    Programme.objects.update(is_open=False)
    closed = factories.programme()
    Programme.objects.filter(pk=closed.pk).update(is_open=False)

    assert "Select a valid choice." in told(sent(visitor(cast.submitter), {**WHOLE, "programme": str(closed.pk)}))


def test_the_department_of_another_institution_is_not_offered(cast: Cast) -> None:
    elsewhere = cast.stranger.institution
    other = Department.objects.create(institution=elsewhere, code="x", name_ja="他学部", name_en="Other")

    page = told(sent(visitor(cast.submitter), {**WHOLE, "department": str(other.pk)}))

    assert "Select a valid choice." in page and "他学部" not in page


def test_without_a_policy_for_it_the_proposal_is_not_kept(cast: Cast) -> None:
    programme = factories.programme(designated=True)

    response = sent(visitor(cast.submitter), {**WHOLE, "programme": str(programme.pk)})

    assert response.status_code == 422
    assert "No published policy covers this proposal" in told(response)
    assert not Proposal.objects.filter(programme=programme).exists()


def test_the_refusals_speak_japanese(cast: Cast) -> None:
    page = told(sent(visitor(cast.submitter, language="ja"), {**WHOLE, "title_ja": "", "members-0-role": "student"}))

    assert "題目を日本語か英語で書いてください。" in page and "入力内容を確認してください" in page
    for english in ("Give the title", "This field", "Please correct", "Check the answers"):
        assert english not in page
