"""The worklist: what waits for whom, found, sorted, taken and taken along."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from duediligence.admin.pages.export import file_of_rows
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import MeasureAct
from duediligence.models import AuditEvent, Case, Measure
from tests import factories, stories
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def counts(response: Any) -> dict[str, int]:
    return {str(tab.label): tab.count for tab in response.context["tabs"]}


def test_clearing_the_filters_stays_on_the_tab(cast: Cast) -> None:
    client = visitor(cast.reviewer)

    typed = client.get("/", {"tab": "waiting", "sort": "-due", "q": "和歌"}).content.decode()

    assert typed.count('href="?tab=waiting&amp;sort=-due"') == 2  # beside the filters and below "Nothing fits"
    assert "Clear</a>" not in client.get("/?tab=waiting").content.decode()


def test_a_new_case_waits_unassigned_for_the_officers(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).get("/")

    assert counts(response) == {
        "Mine": 0,
        "My team": 1,
        "Unassigned": 1,
        "Waiting for others": 0,
        "Due soon": 0,
        "Overdue": 0,
        "All": 1,
    }
    assert "Nothing waits for you. Take the next case" in told(response)


def test_the_one_who_recorded_it_waits_for_others(case: Case, cast: Cast) -> None:
    response = visitor(cast.submitter).get("/?tab=waiting")

    assert [one["row"].case for one in response.context["rows"]] == [case]


def test_an_assigned_case_is_its_officers_own(case: Case, cast: Cast) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))

    mine = visitor(cast.reviewer).get("/")
    others = visitor(cast.second_reviewer).get("/?tab=mine")

    assert [(one["row"].case, one["asked"]) for one in mine.context["rows"]] == [(case, "Judge 1 hit")]
    assert others.context["rows"] == []
    assert "cases wait for you" in told(mine)


def test_a_judged_hit_asks_for_another_person(case: Case, cast: Cast) -> None:
    judged(case, cast.reviewer)

    row = visitor(cast.reviewer).get("/?tab=all").context["rows"][0]

    assert (row["asked"], row["decider"]) == (
        "Second review of 1 judgement",
        "Research-security officer, another one",
    )


@pytest.mark.parametrize(
    ("days", "tab", "words"), [(11, "due_soon", "days left"), (30, "overdue", "overdue")], ids=["soon", "late"]
)
def test_what_is_due_is_found_by_its_day(
    days: int, tab: str, words: str, case: Case, cast: Cast, time_machine: Any
) -> None:
    time_machine.shift(dt.timedelta(days=days))

    response = visitor(cast.reviewer).get(f"/?tab={tab}")

    assert [one["row"].case for one in response.context["rows"]] == [case]
    assert words in told(response)


def test_what_is_due_next_is_said_on_the_day_of_the_step_too(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).get("/?tab=unassigned")

    (row,) = response.context["rows"]
    assert row["due"].by == row["row"].due_date
    assert f'data-label="Due next">{row["due"].what}<div class="row-detail">{row["due"].who}</div>' in told(response)


def test_a_breach_puts_a_watched_case_before_its_officer(cast: Cast, tmp_path: Path, time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)
    case = stories.monitored(cast, tmp_path)
    Case.objects.filter(pk=case.pk).update(owner=cast.reviewer)
    made = stories.running_measure(case, cast)
    mine = visitor(cast.reviewer)
    assert list(mine.get("/?tab=mine").context["rows"]) == []

    stories.perform(made, MeasureAct.REPORT_BREACH, cast.department_officer)

    response = mine.get("/?tab=mine")
    assert [one["row"].case for one in response.context["rows"]] == [case]
    assert "Breach of the measure “Access to research data”: restore or end it" in told(response)


@pytest.mark.parametrize(("ahead", "tab"), [(3, "due_soon"), (-1, "overdue")])
def test_a_measure_to_review_is_a_task_of_a_watched_case(
    ahead: int, tab: str, cast: Cast, tmp_path: Path, time_machine: Any
) -> None:
    time_machine.move_to(factories.NOW)
    case = stories.monitored(cast, tmp_path)
    made = stories.running_measure(case, cast)
    Measure.objects.filter(pk=made.pk).update(review_date=factories.TODAY + dt.timedelta(days=30))
    mine = visitor(cast.department_officer)
    assert list(mine.get("/?tab=mine").context["rows"]) == []

    Measure.objects.filter(pk=made.pk).update(review_date=factories.TODAY + dt.timedelta(days=ahead))
    case.proposal.department = cast.department_officer.department
    case.proposal.save()

    response = mine.get("/?tab=mine")
    assert [one["row"].case for one in response.context["rows"]] == [case]
    assert "Review of the measure" in told(response)
    for one in ("due_soon", "overdue"):
        rows = visitor(cast.reviewer).get(f"/?tab={one}").context["rows"]
        assert bool(rows) == (one == tab)


@pytest.mark.parametrize("words", ["古典文学", "Reception of", "見本 一郎", "Exemplar", "UNIV"])
def test_words_find_the_case_by_title_person_organisation_and_number(words: str, case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).get("/", {"tab": "all", "q": words})

    assert [one["row"].case for one in response.context["rows"]] == [case]


@pytest.mark.parametrize(
    "query", [{"q": "nothing of the kind"}, {"status": "closed"}, {"step": "approval"}, {"programme": "0"}]
)
def test_filters_leave_out_what_does_not_fit(query: dict[str, str], case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).get("/", {"tab": "all", **query})

    is_refused = query == {"programme": "0"}  # an unknown value counts as not set
    assert len(response.context["rows"]) == int(is_refused)
    assert is_refused or "Nothing fits" in told(response)


@pytest.mark.parametrize("sort", ["reference", "-reference", "due", "-due", "opened", "-opened", "nonsense"])
def test_rows_are_sorted(sort: str, case: Case, cast: Cast) -> None:
    second = factories.case(cast.submitter, now=factories.NOW + dt.timedelta(days=2), title_ja="二つ目")

    rows = visitor(cast.reviewer).get("/", {"tab": "all", "sort": sort}).context["rows"]

    expected = [second, case] if sort.startswith("-") else [case, second]
    assert [one["row"].case for one in rows] == expected


def test_a_person_named_twice_shows_the_case_once(cast: Cast, case: Case) -> None:
    rows = visitor(cast.reviewer).get("/", {"tab": "all", "q": "一"}).context["rows"]

    assert len(rows) == 1


def test_the_list_goes_into_a_csv_file_that_excel_reads(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).get("/?tab=all&format=csv")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Disposition"] == 'attachment; filename="worklist.csv"'
    assert lines[0] == (
        "Case,Title,Principal investigator,Programme,Status,Outcome,What is asked,Who,Due,Officer,Hits,"
        "Due next,From whom,By when"
    )
    assert lines[1].startswith(f"{case.reference},Reception of classical literature,見本 一郎,,In progress,Undecided,")


def test_a_title_that_looks_like_a_formula_stays_words(cast: Cast, case: Case) -> None:
    factories.case(cast.submitter, title_ja="", title_en="=HYPERLINK(1)")

    client = visitor(cast.reviewer)
    csv = client.get("/?tab=all&format=csv").content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(client.get("/?tab=all&format=xlsx").content)).worksheets[0]

    assert ",'=HYPERLINK(1)," in csv
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


@pytest.mark.parametrize("start", list("=+-@＝＋－＠"))
def test_no_sign_that_begins_a_formula_begins_a_cell(start: str) -> None:
    text = file_of_rows("csv", "x", ["head"], [[f"{start}1+1"], ["\n=1"]]).content.decode("utf-8-sig")

    assert text == f"head\r\n'{start}1+1\r\n\"'\n=1\"\r\n"


def test_many_cases_ask_no_more_of_the_database_than_one(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    asked = []
    for _round in range(2):
        client.get("/?tab=all")
        with CaptureQueriesContext(connection) as queries:
            client.get("/?tab=all")
        asked.append(len(queries))
        for number in range(8):
            factories.case(cast.submitter, title_ja=f"案件 {number}")

    assert asked[1] <= asked[0] <= 40


def test_a_long_list_has_pages_that_keep_tab_and_order(case: Case, cast: Cast) -> None:
    for number in range(26):
        factories.case(cast.submitter, title_ja=f"案件 {number}")
    client = visitor(cast.reviewer)

    first, last = (client.get(f"/?tab=all&sort=reference&page={page}") for page in ("1", "99"))

    assert (len(first.context["rows"]), len(last.context["rows"])) == (25, 2)
    assert "?tab=all&amp;sort=reference&amp;page=2" in told(first)
    assert client.get("/?tab=all&format=csv").content.count(b"\r\n") == 28


def test_take_next_gives_the_case_to_the_reader(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).post(reverse("admin:take_next"))

    case.refresh_from_db()
    assert response["Location"] == reverse("admin:case", args=[case.reference])
    assert case.owner == cast.reviewer
    assert AuditEvent.objects.filter(verb="case.assigned", actor=f"user:{cast.reviewer.username}").count() == 1


def test_take_next_done_twice_takes_nothing_from_the_first(case: Case, cast: Cast) -> None:
    visitor(cast.reviewer).post(reverse("admin:take_next"))

    response = visitor(cast.second_reviewer).post(reverse("admin:take_next"), follow=True)

    case.refresh_from_db()
    assert case.owner == cast.reviewer
    assert "Every case in progress has an officer." in told(response)


def test_take_next_is_refused_to_who_is_no_officer(case: Case, cast: Cast) -> None:
    response = visitor(cast.decision_maker).post(reverse("admin:take_next"), follow=True)

    case.refresh_from_db()
    assert case.owner is None
    assert "Your roles do not include this act." in told(response)


def test_take_next_by_a_link_is_refused(case: Case, cast: Cast) -> None:
    assert visitor(cast.reviewer).get(reverse("admin:take_next")).status_code == 405


def test_the_search_of_the_frame_finds_cases(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).get("/search/", {"q": "classical"})

    assert f'href="/cases/{case.reference}/"' in told(response)


def test_the_page_speaks_japanese(case: Case, cast: Cast) -> None:
    text = told(visitor(cast.reviewer, language="ja").get("/?tab=all"))

    assert "<h1>受付箱</h1>" in text
    assert "照合結果1件の判断" in text
