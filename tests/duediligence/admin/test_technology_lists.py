"""Technology lists, their areas, the words and the crosswalk: read by everybody who has signed in."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from screening.enums import PublicationStatus
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.models import LexiconEdition, TechnologyListEdition
from screening.technology.lexicon_file import lexicon_from_file
from screening.technology.taxonomy import parse_technology_list
from tests import factories
from tests.duediligence.admin import technology
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db
NOT_VERIFIED, NOT_OFFICIAL = "Wording not verified", "Not the official name"


@pytest.fixture(autouse=True)
def _published() -> None:
    technology.publish_all()


def test_the_lists_in_force_are_shown_with_what_is_doubtful(cast: Cast) -> None:
    page = told(visitor(cast.submitter).get("/technology/"))

    assert page.count("Test list") == 2
    assert "Lexicon t1: 3 concepts" in page
    assert '<td class="numeric" data-label="Wording not verified">1</td>' in page


def test_without_lists_and_words_the_page_says_what_to_do(cast: Cast) -> None:
    TechnologyListEdition.objects.update(status=PublicationStatus.RETIRED)
    LexiconEdition.objects.update(status=PublicationStatus.RETIRED)
    client = visitor(cast.submitter)

    page = told(client.get("/technology/"))

    assert "load_reference" in page
    assert "No lexicon is loaded" in page
    assert client.get("/technology/concepts/").status_code == 404
    keeper = visitor(cast.reviewer)
    assert "No lexicon is loaded" in told(keeper.get("/technology/draft/"))
    assert keeper.post("/technology/draft/begin/").status_code == 404


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["L-1", "L-1-01", "L-2", "L-3"]),
        ("?q=l-1", ["L-1", "L-1-01"]),
        ("?verified=no", ["L-2"]),
        ("?official=yes&q=3", ["L-3"]),
        ("?verified=perhaps", ["L-1", "L-1-01", "L-2", "L-3"]),
        ("?q=nothing", []),
    ],
)
def test_areas_are_searched_and_filtered(cast: Cast, query: str, codes: list[str]) -> None:
    page = visitor(cast.submitter).get(f"/technology/lists/L/{query}")

    assert [area.code for area in page.context["page"].object_list] == codes


def test_an_unverified_area_carries_its_warning_on_every_page(cast: Cast) -> None:
    client = visitor(cast.submitter)

    for path in ("/technology/lists/L/", "/technology/lists/L/L-2/", "/technology/concepts/quantum/"):
        page = told(client.get(path))
        assert NOT_VERIFIED in page
        assert NOT_OFFICIAL in page
    assert NOT_VERIFIED not in told(client.get("/technology/lists/L/L-3/"))


def test_areas_go_out_as_csv_xlsx_and_json(cast: Cast) -> None:
    client = visitor(cast.submitter)

    rows = list(
        csv.reader(io.StringIO(client.get("/technology/lists/L/?format=csv&q=L-2").content.decode("utf-8-sig")))
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/technology/lists/L/?format=xlsx").content))
    whole = json.loads(client.get("/technology/lists/L/?format=json").content)

    assert [row[:1] + row[4:6] + row[12:] for row in rows[1:]] == [
        [
            "L-2",
            "no",
            "no",
            "Nobody has verified this wording against the issuer's text. This name is not the issuer's own.",
        ]
    ]
    assert len(book.get_sheet_by_index(0).to_python()) == 5
    assert len(parse_technology_list(whole).areas) == 4


def test_an_earlier_edition_stays_readable(cast: Cast) -> None:
    earlier = TechnologyListEdition.objects.get(list_code="M")
    take_technology_list(small.list_data(code="M", edition="2", areas=[small.area_row("M-2")]), now=factories.NOW)
    client = visitor(cast.submitter)

    assert "M-2" in told(client.get("/technology/lists/M/"))
    page = told(client.get(f"/technology/lists/M/?edition={earlier.pk}"))

    assert "M-1" in page
    assert "Retired" in page


@pytest.mark.parametrize(
    "path",
    [
        "/technology/lists/X/",
        "/technology/lists/L/?edition=999999",
        "/technology/lists/L/?edition=one",
        "/technology/lists/L/X-1/",
        "/technology/concepts/none/",
    ],
)
def test_what_is_not_there_is_not_found(cast: Cast, path: str) -> None:
    assert visitor(cast.submitter).get(path).status_code == 404


def test_an_area_shows_the_concepts_of_its_sub_areas_too(cast: Cast) -> None:
    client = visitor(cast.submitter)

    page = told(client.get("/technology/lists/L/L-1/"))

    assert "/technology/concepts/quantum/" in page
    assert "/technology/lists/L/L-1-01/" in page
    assert "never found by words" in told(client.get("/technology/lists/L/L-3/"))


@pytest.mark.parametrize(
    ("query", "concepts"),
    [
        ("", ["quantum", "sensor", "history"]),
        ("?q=radar", ["sensor"]),
        ("?list=L", ["quantum", "sensor"]),
        ("?list=M", []),
        ("?kind=exclude", ["sensor"]),
        ("?language=ja&q=history", ["history"]),
        ("?origin=own", []),
    ],
)
def test_concepts_are_searched_and_filtered(cast: Cast, query: str, concepts: list[str]) -> None:
    page = visitor(cast.submitter).get(f"/technology/concepts/{query}")

    assert [line.concept.code for line in page.context["page"].object_list] == concepts


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_words_go_out_in_files_that_can_be_read_again(cast: Cast, kind: str) -> None:
    content = visitor(cast.submitter).get(f"/technology/concepts/?q=quantum&format={kind}").content

    read = lexicon_from_file(content, "t1")

    assert [concept.code for concept in read.concepts] == ["quantum"]
    assert {term.text for term in read.terms} == {"量子鍵配送", "量子通信", "quantum key distribution"}


def test_the_crosswalk_shows_one_concept_in_all_lists(cast: Cast) -> None:
    page = visitor(cast.submitter).get("/technology/concepts/quantum/")

    places = [
        (row["place"].taxonomy.code, row["place"].area.code, row["place"].factor) for row in page.context["places"]
    ]
    assert places == [("L", "L-1-01", 1.0), ("L", "L-2", 0.5)]
    assert page.context["without"] == ["Test list"]
    assert "stands for no area" in told(visitor(cast.submitter).get("/technology/concepts/history/"))


def test_a_list_is_taken_along_changed_and_brought_back(cast: Cast) -> None:
    client, second = visitor(cast.reviewer), visitor(cast.second_reviewer)
    table = client.get("/technology/lists/L/?format=csv").content.replace(b"L-3,", b"L-5,", 1)
    given = {"list_code": "L", "edition": "2", "issued": "2026-04-01", "file": SimpleUploadedFile("l.csv", table)}

    page = client.post("/technology/bring/", given, follow=True)

    at = page.redirect_chain[-1][0]
    assert [(str(words), number) for words, _tone, number in page.context["counts"]] == [("Other code", 1)]
    assert "Whoever uploaded this edition may not publish it." in told(page)
    assert "l.csv" in told(page)
    assert at in told(second.get("/technology/"))
    assert client.post(f"{at}publish/", {"reason": "告示"}).status_code == 422
    assert second.post(f"{at}publish/", {"reason": ""}).status_code == 422
    assert second.post(f"{at}unknown/", {"reason": "告示"}).status_code == 404
    assert "in force for later runs" in told(second.post(f"{at}publish/", {"reason": "告示"}, follow=True))
    assert TechnologyListEdition.objects.get(list_code="L", status="published").edition == "2"
    assert "告示" in told(client.get(at))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("code,name_ja,name_en,name_is_official,verified\nL-1,一,One,perhaps,yes\n", "row 2, name_is_official"),
        ("{", "The JSON is damaged or incomplete"),
        ("code\nL-1\n", "Columns are missing"),
    ],
)
def test_what_is_wrong_with_a_brought_list_is_said(content: str, words: str, cast: Cast) -> None:
    given = {"list_code": "L", "edition": "2", "file": SimpleUploadedFile("l.csv", content.encode())}
    page = visitor(cast.reviewer).post("/technology/bring/", given)
    assert page.status_code == 422
    assert words in str(page.context["form"].errors["file"])
    refused = visitor(cast.auditor).post("/technology/bring/", given)
    assert (refused.status_code, "Your roles do not include this act." in told(refused)) == (403, True)


def test_more_areas_and_words_ask_the_database_no_more_often(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    counts = []
    for more in (1, 40):
        areas = [small.area_row(f"L-{n}") for n in range(more + 3)]
        take_technology_list(small.list_data(edition=f"{more}", areas=areas), now=factories.NOW)
        copies = [small.SENSOR | {"code": f"sensor-{n}", "areas": {"L": {"L-2": 1}}} for n in range(more)]
        take_lexicon(small.lexicon_data(small.SENSOR, *copies) | {"edition": f"t{more}"}, now=factories.NOW)
        for path in ("/technology/", "/technology/lists/L/", "/technology/lists/L/L-2/", "/technology/concepts/"):
            client.get(path)  # what is read once and kept is read now
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 40
