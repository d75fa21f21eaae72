"""The list commands: what they print, what they refuse, with which status."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from screening.importers.base import ImportOptions
from screening.lists.changes import ChangeKind
from screening.lists.sources import sync_sources
from screening.management.terminal import edition_named
from screening.models import EditionDecision, ListEdition, ListSource
from tests.data import DATA, needs_data
from tests.screening.lists import making

pytestmark = pytest.mark.django_db


TEN = [f"{n},organization,Body Number {n}" for n in range(10)]


@pytest.fixture(autouse=True)
def _sources() -> None:
    sync_sources()


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def refused(*arguments: object) -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*map(str, arguments), stdout=out)
    return error.value.returncode, str(error.value)


def load(path: Path, *arguments: str) -> str:
    return run("load_list", "jp_meti_eul", path, *arguments)


def test_load_list_prints_counts_dates_hash_and_delta(tmp_path: Path) -> None:
    load(making.file(tmp_path, *TEN), "--issued", "2026-03-01")
    path = making.file(tmp_path, *TEN, "11,organization,Body Number 11")
    printed = load(path, "--issued", "2026-04-01", "--effective", "2026-04-09")
    edition = ListEdition.objects.get(issued_date="2026-04-01")
    assert printed.splitlines() == [
        "jp_meti_eul 2026-04-01: In use, 11 entries, 11 names",
        f"issued 2026-04-01, applies from 2026-04-09, sha-256 {edition.sha256}",
        "compared with 2026-03-01: Added 1",
    ]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), "\r1,000\r            \r"), (StringIO(), "")])
def test_load_list_counts_rows_on_a_terminal(stream: StringIO, shown: str, tmp_path: Path) -> None:
    rows = [f"{n},organization,Body Number {n}" for n in range(1001)]
    call_command("load_list", "jp_meti_eul", str(making.file(tmp_path, *rows)), stdout=StringIO(), stderr=stream)
    assert stream.getvalue() == shown


def test_load_list_prints_json(tmp_path: Path) -> None:
    facts = json.loads(load(making.file(tmp_path, *TEN[:2]), "--issued", "2026-03-01", "--json"))
    assert {key: facts[key] for key in ("list", "is_new", "state", "issued", "entries", "errors", "loaded_by")} == {
        "list": "jp_meti_eul",
        "is_new": True,
        "state": "applied",
        "issued": "2026-03-01",
        "entries": 2,
        "errors": [],
        "loaded_by": "command:load_list",
    }
    assert facts["delta"]["counts"] == {"added": 2}


def test_load_list_dry_run_keeps_nothing(tmp_path: Path) -> None:
    assert "In use, 10 entries" in load(making.file(tmp_path, *TEN), "--dry-run")
    assert not ListEdition.objects.exists()
    assert not EditionDecision.objects.exists()


def test_load_list_of_a_known_file_says_so(tmp_path: Path) -> None:
    path = making.file(tmp_path, *TEN)
    load(path)
    assert "This file was loaded before." in load(path)


def test_load_list_names_the_bad_rows_of_a_known_file_again(tmp_path: Path) -> None:
    path = making.file(tmp_path, *TEN, "=1+1,,Formula Works")
    fault = f"{path.name}, row 12, uid: The identifier is a spreadsheet formula; write the value itself."
    assert load(path, "--accept-errors").splitlines()[-1] == fault
    assert load(path, "--accept-errors").splitlines()[-1] == fault


def test_load_list_refuses_shrinkage_unless_accepted(tmp_path: Path) -> None:
    load(making.file(tmp_path, *TEN), "--issued", "2026-03-01")
    small = making.file(tmp_path, *TEN[:3])
    status, sentence = refused("load_list", "jp_meti_eul", small, "--issued", "2026-04-01")
    assert status == 1
    assert sentence == (
        f"{small.name}: jp_meti_eul 2026-04-01 is not in use (Held). It has 3 entries; the present edition has 10."
    )
    assert "In use, 3 entries" in load(small, "--issued", "2026-04-01", "--accept-shrinkage")


@pytest.mark.parametrize(
    ("rows", "issued", "flag"),
    [(TEN, "2026-02-01", "--accept-older"), ([*TEN, "11,robot,X"], "2026-04-01", "--accept-errors")],
)
def test_load_list_refuses_what_is_older_or_full_of_errors_unless_accepted(
    tmp_path: Path, rows: list[str], issued: str, flag: str
) -> None:
    load(making.file(tmp_path, *TEN, "99,,One More"), "--issued", "2026-03-01")
    path = making.file(tmp_path, *rows)
    assert refused("load_list", "jp_meti_eul", path, "--issued", issued)[0] == 1
    assert "In use" in load(path, "--issued", issued, flag)


def test_load_list_names_file_row_and_field(tmp_path: Path) -> None:
    path = making.file(tmp_path, *TEN, *["x,,"] * 25)
    printed = load(path, "--accept-errors").splitlines()
    assert printed[3] == f"{path.name}, row 12, name: The row has no name."
    assert printed[-1] == "… and 5 more rows that could not be read"
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04half a workbook")
    status, sentence = refused("load_list", "jp_meti_eul", broken)
    assert (status, sentence.startswith("broken.xlsx: ")) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["load_list", "no_such_list", "x.csv"], "There is no list “no_such_list”."),
        (["load_list", "jp_meti_eul", "x.csv", "--column", "aliases"], "--column aliases: write it as our column"),
        (["list_status", "no_such_list"], "There is no list “no_such_list”."),
        (["list_delta", "jp_meti_eul", "2025", "2026"], "jp_meti_eul has no edition “2025”. Known: none."),
    ],
)
def test_wrong_usage_is_status_two(arguments: list[str], sentence: str) -> None:
    status, said = refused(*arguments)
    assert (status, said.startswith(sentence)) == (2, True)


def test_a_wrong_day_is_wrong_usage(tmp_path: Path) -> None:
    assert "not a date" in refused("load_list", "jp_meti_eul", tmp_path, "--issued", "yesterday")[1]


def test_load_list_reads_other_headings_through_a_mapping(tmp_path: Path) -> None:
    path = making.file(tmp_path, "A Body,Its Alias", heading="title,also")
    load(path, "--column", "name=title", "--column", "aliases=also")
    assert ListEdition.objects.get().name_count == 2


def test_load_list_loads_an_owners_list(tmp_path: Path) -> None:
    from screening.lists.sources import own_watch_list

    own_watch_list("institution:1")
    run("load_list", "own_watch_list", making.file(tmp_path, *TEN), "--owner", "institution:1")
    assert ListEdition.objects.get().source.owner_ref == "institution:1"
    assert refused("load_list", "own_watch_list", making.file(tmp_path, *TEN))[0] == 2


@needs_data
def test_load_list_loads_every_edition_of_a_file_oldest_first() -> None:
    file = DATA / "lists" / "us_1286" / "section_1286_fy22-24.csv"
    run("load_list", "us_1286", file)
    assert list(ListEdition.objects.in_time().values_list("label", "state", "entry_count")) == [
        ("2022", "applied", 48),
        ("2023", "applied", 105),
        ("2024", "applied", 134),
    ]
    assert refused("load_list", "us_1286", file, "--issued", "2026-01-01")[0] == 2


def test_list_status_prints_every_list(tmp_path: Path) -> None:
    load(making.file(tmp_path, *TEN), "--issued", "2026-03-01")
    lines = run("list_status", "--as-at", "2026-04-01").splitlines()
    assert lines[0].split() == [
        "list",
        "edition",
        "issued",
        "applies",
        "age",
        "allowed",
        "entries",
        "errors",
        "state",
        "sha-256",
    ]
    (meti,) = (line.split() for line in lines if line.startswith("jp_meti_eul"))
    assert meti[:9] == ["jp_meti_eul", "2026-03-01", "2026-03-01", "2026-03-01", "31", "400", "10", "0", "Current"]


def test_list_status_prints_json_and_the_editions_of_one_list(tmp_path: Path) -> None:
    load(making.file(tmp_path, *TEN), "--issued", "2026-03-01")
    facts = {one["list"]: one for one in map(json.loads, run("list_status", "--json").splitlines())}
    assert (facts["un_sc"]["state"], facts["un_sc"]["edition"]) == ("not_loaded", None)
    assert facts["jp_meti_eul"]["edition"]["entries"] == 10
    (edition,) = map(json.loads, run("list_status", "jp_meti_eul", "--json").splitlines())
    assert (edition["edition"], edition["repealed"]) == ("2026-03-01", None)
    assert run("list_status", "jp_meti_eul").splitlines()[1].startswith("2026-03-01")


def test_list_delta_prints_each_change(tmp_path: Path) -> None:
    load(making.file(tmp_path, "1,,Alpha,Old Name;Alpha Works,,CN", "2,,Beta"), "--issued", "2026-03-01")
    load(making.file(tmp_path, "1,,Alpha One,New Name;Alpha Works,,HK", "2,,BETA"), "--issued", "2026-04-01")
    first, second = (edition.sha256 for edition in ListEdition.objects.in_time())
    lines = run("list_delta", "jp_meti_eul", first[:12], second).splitlines()
    assert lines == [
        "jp_meti_eul 2026-03-01 → jp_meti_eul 2026-04-01: Renamed 1, Alias added 1, Alias removed 1, "
        "Facts changed 1, Spelling only 1; unchanged 0, doubtful 0",
        "Renamed\tAlpha One\tName: Alpha → Alpha One",
        "Alias added\tAlpha One\tOther names: – → New Name",
        "Alias removed\tAlpha One\tOther names: Old Name → –",
        "Facts changed\tAlpha One\tCountries: CN → HK",
        "Spelling only\tBETA",
    ]


def test_list_delta_prints_counts_or_json(tmp_path: Path) -> None:
    load(making.file(tmp_path, "1,,Alpha Works", "2,person,Kim Example,,,,1950"), "--issued", "2026-03-01")
    load(
        making.file(tmp_path, "1,,Alpha Works", "3,person,Kim Example,,,,1980"),
        "--issued",
        "2026-04-01",
    )
    assert run("list_delta", "jp_meti_eul", "2026-03-01", "2026-04-01", "--counts").count("\n") == 1
    printed = run("list_delta", "jp_meti_eul", "2026-03-01", "2026-04-01")
    assert printed.splitlines()[-1].startswith("Doubtful\tKim Example\tKim Example\t")
    facts = json.loads(run("list_delta", "jp_meti_eul", "2026-03-01", "2026-04-01", "--json"))
    assert (facts["counts"], facts["unchanged"]) == ({"added": 1, "removed": 1}, 1)
    assert facts["doubtful"][0]["before"] == {"uid": "2", "name": "Kim Example"}


def test_update_lists_names_what_somebody_must_look_up(tmp_path: Path) -> None:
    printed = run("update_lists", "jp_meti_eul").splitlines()
    assert printed == ["jp_meti_eul: no stable address; look at https://www.meti.go.jp/policy/anpo/law05.html"]
    load(making.file(tmp_path, *TEN), "--issued", "2020-01-01")
    facts = json.loads(run("update_lists", "jp_meti_eul", "--json"))
    assert (facts["result"], facts["edition"]) == ("reminded", "2020-01-01")


def test_update_lists_fails_in_one_line() -> None:
    from screening.models import ListSource

    ListSource.objects.filter(code="un_sc").update(stable_address="http://lists.example.org/list.xml")
    status, sentence = refused("update_lists", "un_sc")
    assert (status, sentence) == (
        1,
        "un_sc: Failed. http://lists.example.org/list.xml is not encrypted (https); nothing was fetched. "
        "Upload the file by hand and tell whoever runs this system.",
    )


def test_a_refusal_speaks_the_language_of_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK, but no archive")
    with translation.override("ja"):
        _status, sentence = refused("load_list", "jp_meti_eul", path)
    assert sentence.startswith("list.xlsx: ")
    assert not sentence.isascii()


def test_a_known_list_needs_no_step_before(tmp_path: Path) -> None:
    ListSource.objects.all().delete()
    load(making.file(tmp_path, *TEN), "--issued", "2026-03-01")
    assert ListEdition.objects.get().source.code == "jp_meti_eul"


def test_an_edition_goes_by_its_label_before_its_number_and_whole_lists_before_extracts(tmp_path: Path) -> None:
    first = making.loaded(tmp_path, *TEN).edition
    load(making.file(tmp_path, *TEN, "11,,Body Number 11"), "--issued", "2026-05-01")
    labelled = making.loaded(tmp_path, *TEN, "12,,Body", options=ImportOptions(edition=str(first.pk))).edition
    making.loaded(tmp_path, *TEN[:2], day=making.MAY, is_extract=True)
    assert edition_named(first.source, str(first.pk)) == labelled
    assert edition_named(first.source, "2026-05-01").is_extract is False
    assert edition_named(first.source, str(labelled.pk)) == labelled


def test_changes_are_printed_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    load(making.file(tmp_path, "1,,Alpha,Old Name;Alpha Works,,CN"), "--issued", "2026-03-01")
    with translation.override("ja"):
        loaded = load(making.file(tmp_path, "1,,Alpha One,Old Name,,HK"), "--issued", "2026-04-01")
        printed = run("list_delta", "jp_meti_eul", "2026-03-01", "2026-04-01")
    for text in (loaded, printed):
        assert "名称変更 1" in text
        assert not set(re.findall(r"[a-z_]+", text)) & {*ChangeKind, "countries", "names"}
