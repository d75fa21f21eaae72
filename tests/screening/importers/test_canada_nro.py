from datetime import date
from pathlib import Path

import pytest

from screening.importers import canada_nro
from screening.importers.canada_nro import CanadaNroHtml
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

PAGE = """<!DOCTYPE html><html><body><nav><ul><li><strong>Menu</strong></li></ul></nav>
<h1 id="wb-cont">Named Research Organizations</h1><ul>
<li><strong>Example Institute</strong> (People’s Republic of China )
 <p>Known alias(es): EXI; Example   Laboratory;</p><p>Another remark</p></li>
<li><strong>Second University</strong> (Iran)</li>{more}</ul>
<time property="dateModified">2024-04-18</time></body></html>"""


def page(folder: Path, more: str = "") -> Path:
    return write(folder, "nro.html", PAGE.replace("{more}", more))


def test_every_organisation_with_its_country_and_aliases(tmp_path: Path) -> None:
    entries, errors = parsed(CanadaNroHtml(), page(tmp_path))
    assert errors == []
    assert [(entry.primary_name, entry.countries, entry.row) for entry in entries] == [
        ("Example Institute", ("CN",), 1),
        ("Second University", ("IR",), 2),
    ]
    assert names(entries[0])[1:] == [("EXI", "aka", False), ("Example Laboratory", "aka", False)]
    assert entries[0].attributes == {"note": "Another remark"}


def test_the_page_states_its_day(tmp_path: Path) -> None:
    files = SourceFiles.at(page(tmp_path))
    assert CanadaNroHtml().recognises(files.primary)
    assert CanadaNroHtml().facts(files).issued == date(2024, 4, 18)


def test_an_item_without_a_name_is_an_error(tmp_path: Path) -> None:
    _, errors = parsed(CanadaNroHtml(), page(tmp_path, "<li><strong> </strong> (Iran)</li>"))
    assert places(errors) == [(3, "name", "name_missing")]


def test_another_page_is_not_recognised(tmp_path: Path) -> None:
    assert not CanadaNroHtml().recognises(SourceFile.at(write(tmp_path, "a.html", "<h1>Sign in</h1>")))


def test_a_page_without_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(CanadaNroHtml(), write(tmp_path, "a.html", "<html><h1>Named Research Organizations</h1></html>"))
    assert refused.value.code == "no_entries"


def test_half_a_page_is_refused(tmp_path: Path) -> None:
    cut = PAGE.replace("{more}", "")[:-20]
    with pytest.raises(ImportRefused) as refused:
        parsed(CanadaNroHtml(), write(tmp_path, "a.html", cut))
    assert refused.value.code == "incomplete_page"


def test_a_page_saved_in_another_encoding_is_read(tmp_path: Path) -> None:
    expected, _ = parsed(CanadaNroHtml(), page(tmp_path))
    saved = write(tmp_path, "b.html", PAGE.replace("{more}", ""), "utf-16")
    entries, errors = parsed(CanadaNroHtml(), saved)
    assert ([entry.names for entry in entries], errors) == ([entry.names for entry in expected], [])


def test_a_page_beyond_any_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canada_nro, "PAGE_BYTES", 10)
    with pytest.raises(ImportRefused) as refused:
        parsed(CanadaNroHtml(), page(tmp_path))
    assert refused.value.code == "too_large"


@needs_data
def test_the_page_of_2024_04_18() -> None:
    path = DATA / "lists" / "ca_nro" / "2024-09-09-canada-named-research-organizations.html"
    entries, errors = parsed(CanadaNroHtml(), path)
    countries = [entry.countries[0] for entry in entries]
    assert (len(entries), errors) == (103, [])
    assert (countries.count("CN"), countries.count("IR"), countries.count("RU")) == (85, 12, 6)
    # 253 printed; three repeat another name of the same organisation.
    assert sum(len(entry.names) - 1 for entry in entries) == 250
