"""What entries are: told by what publishers print, asked for by readers."""

from pathlib import Path

import pytest

from screening.importers.files import SourceFiles
from screening.lists.load import load
from screening.lists.sorts import WORDS, Sort, of_sort, sort_of
from screening.models import Entry
from tests.screening.lists import making

pytestmark = pytest.mark.django_db
KINDS = ["person", "organization", "vessel", "航空機", "programme", "unknown"]


def test_every_entry_is_of_one_sort_and_found_under_it(tmp_path: Path) -> None:
    path = making.file(tmp_path, *(f"{number},{kind},Body {kind}" for number, kind in enumerate(KINDS)))
    edition = load(making.source(), SourceFiles.at(path), loaded_by="tests").edition
    assert [sort_of(entry) for entry in edition.entries.order_by("row")] == list(Sort) == list(WORDS)
    for number, sort in enumerate(Sort):
        assert [entry.uid for entry in of_sort(Entry.objects.filter(edition=edition), sort)] == [str(number)]


@pytest.mark.parametrize(
    ("kind", "attributes", "sort"),
    [
        ("unknown", {"entity_type": "Airplane"}, Sort.AIRCRAFT),
        ("unknown", {"entry_type": "talent_programme"}, Sort.PROGRAMME),
        ("organization", {"entry_type": "institution"}, Sort.ORGANIZATION),
        ("person", {"entity_type": "individual"}, Sort.PERSON),
    ],
)
def test_each_publisher_s_word_is_known(kind: str, attributes: dict[str, str], sort: Sort) -> None:
    assert sort_of(Entry(kind=kind, attributes=attributes)) is sort
