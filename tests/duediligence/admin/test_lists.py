"""The lists' pages: how each stands, editions browsed and taken along, an entry's history, what was listed when."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from duediligence.domain.lists import owner_key
from duediligence.models import AuditEvent
from screening.enums import CheckResult
from screening.lists import decide
from screening.models import ListCheck, ListEdition, ListSource
from tests import factories
from tests.beginnings import begun
from tests.duediligence.admin.test_markup import Markup
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)
ROWS = "1,organization,Example Institute,EXI,KP\n2,organization,Placeholder Works,,CN\n3,person,Sample Person,,JP"


@pytest.fixture
def edition(cast: Cast, tmp_path: Path) -> ListEdition:
    return factories.watch_list(tmp_path, ROWS)


def address(name: str, edition: ListEdition, *more: object) -> str:
    return reverse(f"admin:{name}", args=[edition.source.code, edition.pk, *more])


def state_of(response: Any, code: str = "jp_meti_eul") -> Any:
    return next(row for row in response.context["rows"] if row.source.code == code)


def test_the_panel_says_how_each_list_stands(edition: ListEdition, cast: Cast) -> None:
    ListCheck.objects.create(
        source=edition.source, edition=edition, checked_at=factories.NOW, checked_by="user:x", result="confirmed"
    )
    response = visitor(cast.reviewer).get("/lists/")

    row = state_of(response)
    assert (row.state, row.age_days, row.edition, row.last_check.result) == ("current", 0, edition, "confirmed")
    assert "The importer has not yet read a real file of every published format." in told(response)
    assert edition.sha256[:12] in told(response)


def test_a_list_that_nobody_fetches_asks_to_be_looked_up(edition: ListEdition, cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2027, 6, 1, tzinfo=dt.UTC))

    text = told(visitor(cast.reviewer).get("/lists/"))

    assert "nobody publishes it at a stable address" in text
    assert 'href="/lists/jp_meti_eul/upload/"' in text


def test_every_page_warns_of_a_list_that_is_too_old(edition: ListEdition, cast: Cast, time_machine: Any) -> None:
    assert "are allowed." not in told(visitor(cast.auditor).get("/"))
    time_machine.move_to(dt.datetime(2027, 7, 1, tzinfo=dt.UTC))

    assert "Foreign End User List: the edition is 426 days old; 400 are allowed." in told(
        visitor(cast.auditor).get("/")
    )


def test_of_many_lists_that_are_too_old_three_are_named(cast: Cast, tmp_path: Path, time_machine: Any) -> None:
    for code in ("jp_meti_eul", "un_sc", "us_1286", "ca_nro", "eu_fsf"):
        factories.watch_list(tmp_path, f"1,organization,Body of {code},,KP", code=code)
    time_machine.move_to(dt.datetime(2028, 7, 1, tzinfo=dt.UTC))

    text = told(visitor(cast.auditor).get("/"))

    assert (text.count("are allowed."), text.count("2 more lists are out of date.")) == (3, 1)


def test_an_edition_is_searched_filtered_and_sorted(edition: ListEdition, cast: Cast) -> None:
    def names(**query: str) -> list[str]:
        page = visitor(cast.auditor).get(address("list_edition", edition), query).context["page"]
        return [entry.primary_name for entry in page]

    assert names() == ["Example Institute", "Placeholder Works", "Sample Person"]
    assert names(sort="-name") == ["Sample Person", "Placeholder Works", "Example Institute"]
    assert (names(q="exi"), names(kind="person"), names(country="CN")) == (
        ["Example Institute"],
        ["Sample Person"],
        ["Placeholder Works"],
    )
    assert names(kind="ship", country="ZZ", sort="colour") == names()
    assert names(q="nobody") == []


def test_an_edition_has_pages(cast: Cast, tmp_path: Path) -> None:
    edition = factories.watch_list(tmp_path, "\n".join(f"{n},organization,Body {n},,KP" for n in range(60)))

    page = visitor(cast.auditor).get(address("list_edition", edition), {"page": "3"}).context["page"]

    assert [entry.primary_name for entry in page] == [f"Body {n}" for n in range(50, 60)]


def test_an_edition_is_taken_along_without_formulas(cast: Cast, tmp_path: Path) -> None:
    edition = factories.watch_list(tmp_path, "7,organization,+Plus Works,-Minus,KP")

    response = visitor(cast.auditor).get(address("list_edition", edition), {"format": "csv"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1] == ["7", "Organisation", "'+Plus Works", "'-Minus", "KP", "", ""]
    assert response["Content-Disposition"] == 'attachment; filename="jp_meti_eul-2026-05-01.csv"'


def test_every_row_error_is_shown_and_taken_along(cast: Cast, tmp_path: Path) -> None:
    good = "\n".join(f"{n},organization,Body {n},,KP" for n in range(60))
    edition = factories.watch_list(tmp_path, f"{good}\nx,robot,Machine,,KP")

    page = told(visitor(cast.auditor).get(address("list_edition", edition)))
    file = visitor(cast.auditor).get(address("list_row_errors", edition)).content.decode("utf-8-sig")

    assert "row 62, kind: “robot” is" in page
    assert list(csv.reader(io.StringIO(file)))[1][:2] == ["62", "kind"]


def test_an_entry_is_followed_through_the_editions(edition: ListEdition, cast: Cast, tmp_path: Path) -> None:
    later = factories.watch_list(tmp_path, "1,organization,Example Academy,EXI,KP", issued=dt.date(2026, 5, 20))
    entry = later.entries.get()

    response = visitor(cast.auditor).get(address("list_entry", later, entry.pk))

    lines = response.context["history"]
    assert [(line["edition"], line["entry"].primary_name) for line in lines] == [
        (later, "Example Academy"),
        (edition, "Example Institute"),
    ]
    renamed = lines[0]["changes"][0]
    assert (str(renamed.kind), renamed.before, renamed.after) == ("Renamed", "Example Institute", "Example Academy")


def test_what_was_listed_on_a_day_is_answered_for_all_lists_or_one(edition: ListEdition, cast: Cast) -> None:
    client = visitor(cast.auditor)

    def found(**query: str) -> dict[str, list[str]]:
        answer = client.get("/lists/as-at/", query).context["found"]
        return {one.source.code: [entry.primary_name for entry in one.entries] for one in answer}

    assert found(q="example", day="2026-05-01", code="jp_meti_eul") == {"jp_meti_eul": ["Example Institute"]}
    assert found(q="example", day="2026-04-30", code="jp_meti_eul") == {"jp_meti_eul": []}
    assert found(q="example", day="2026-05-01")["jp_meti_eul"] == ["Example Institute"]
    assert client.get("/lists/as-at/", {"q": "x", "day": "soon"}).context["found"] == []
    assert client.get("/lists/as-at/", {"q": "x", "day": "2026-05-01", "code": "none"}).context["found"] == []


def test_a_keeper_records_that_an_edition_is_current(edition: ListEdition, cast: Cast) -> None:
    response = visitor(cast.admin).post(address("list_confirm", edition), follow=True)

    assert "It is recorded that this edition is the current one today." in told(response)
    assert ListCheck.objects.get().result == CheckResult.CONFIRMED
    assert [(check.edition, who) for check, who in response.context["checks"]] == [(edition, str(cast.admin))]


@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor"])
def test_other_roles_record_nothing(who: str, edition: ListEdition, cast: Cast) -> None:
    client = visitor(getattr(cast, who))

    assert "Your roles do not include this act." in told(client.get("/lists/jp_meti_eul/"))
    assert "Your roles do not include this act." in told(client.post(address("list_confirm", edition), follow=True))
    assert not ListCheck.objects.exists()


def test_an_edition_that_is_not_in_use_is_not_confirmed(edition: ListEdition, cast: Cast) -> None:
    decide.hold(edition, by="user:x", reason="x")

    response = visitor(cast.admin).post(address("list_confirm", edition), follow=True)

    assert "no longer in the state" in told(response)
    assert not AuditEvent.objects.filter(verb="list.confirmed_current").exists()


def test_an_institutions_own_list_is_nobody_elses(cast: Cast, tmp_path: Path) -> None:
    own = factories.watch_list(tmp_path, ROWS, code="own_watch_list", owner_ref=owner_key(cast.institution))
    entry = own.entries.all()[0]
    pages = [
        address("list_edition", own),
        address("list_preview", own),
        address("list_row_errors", own),
        address("list_entry", own, entry.pk),
    ]

    assert {visitor(cast.auditor).get(page).status_code for page in pages} == {200}
    assert {visitor(cast.stranger).get(page).status_code for page in pages} == {404}
    assert visitor(cast.stranger).post(address("list_act", own, "held"), {"reason": "x"}).status_code == 404
    assert "Example Institute" not in told(visitor(cast.stranger).get("/lists/own_watch_list/"))
    changes = visitor(cast.stranger).get("/lists/own_watch_list/changes/", {"before": own.pk, "after": own.pk})
    assert changes.context["delta"] is None
    assert visitor(superuser()).get(pages[0]).status_code == 200


@pytest.mark.parametrize("path", ["none/", "none/upload/", "none/changes/", "jp_meti_eul/999/", "un_sc/{pk}/"])
def test_what_is_not_there_is_not_found(path: str, edition: ListEdition, cast: Cast) -> None:
    assert visitor(cast.reviewer).get(f"/lists/{path}".format(pk=edition.pk)).status_code == 404


def test_an_entry_of_another_edition_is_not_found(edition: ListEdition, cast: Cast, tmp_path: Path) -> None:
    other = factories.watch_list(tmp_path, ROWS, code="un_sc")

    assert visitor(cast.auditor).get(address("list_entry", edition, other.entries.all()[0].pk)).status_code == 404


def test_a_list_without_an_edition_says_what_to_do(cast: Cast, edition: ListEdition) -> None:
    assert ListSource.objects.filter(code="un_sc").exists()

    assert "Take the publisher's file from the official page" in told(visitor(cast.reviewer).get("/lists/un_sc/"))


def test_the_pages_speak_japanese(edition: ListEdition, cast: Cast) -> None:
    client = visitor(cast.reviewer, language="ja")

    assert "<h1>リスト</h1>" in told(client.get("/lists/"))
    assert "版ごとの推移" in told(client.get(address("list_entry", edition, edition.entries.all()[0].pk)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_are_clean(language: str, cast: Cast, tmp_path: Path) -> None:
    before = factories.watch_list(tmp_path, "1,organization,Kim Works,EXI,KP\n2,person,Kim Exampleson,,KP")
    after = factories.watch_list(tmp_path, "1,robot,Kim,,\n3,person,Kim Exampelson,,KP", issued=dt.date(2026, 5, 20))
    client = visitor(cast.reviewer, language=language)
    client.post("/lists/watch-list/row/", {"kind": "organization", "name": "Placeholder Works"})
    entry = before.entries.all()[0]
    pages = [
        *("/lists/", "/lists/jp_meti_eul/", "/lists/jp_meti_eul/upload/", "/lists/own_watch_list/upload/"),
        f"/lists/jp_meti_eul/changes/?before={before.pk}&after={after.pk}",
        *(address(name, after) for name in ("list_edition", "list_preview")),
        address("list_entry", before, entry.pk),
        *("/lists/watch-list/", "/lists/watch-list/row/", "/lists/as-at/?q=kim&day=2026-06-01"),
    ]

    assert {page: Markup(told(client.get(page))).faults for page in pages} == {page: [] for page in pages}


def test_a_list_names_the_formats_that_no_real_file_was_tried_with(edition: ListEdition, cast: Cast) -> None:
    def facts(code: str) -> dict[str, str]:
        return {
            str(fact.term): str(fact.value) for fact in visitor(cast.auditor).get(f"/lists/{code}/").context["facts"]
        }

    unseen = "Not yet tried on a real file; check the first one by hand"
    assert facts("us_ofac_sdn")[unseen] == "OFAC XML (sdnList)"
    assert unseen not in facts("jp_meti_eul")
