"""Published formats by the upload page, and how often its pages ask the database."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screening.lists.sources import sync_sources
from screening.models import ListEdition
from tests.beginnings import begun
from tests.duediligence.admin.test_list_upload import uploaded
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import NOW, Cast
from tests.screening.importers.test_ofac_csv import ADD, ALT, SDN

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)


@pytest.fixture(autouse=True)
def _sources(cast: Cast) -> None:
    sync_sources()


@pytest.mark.parametrize(
    ("code", "name", "content", "told_of"),
    [
        (
            "us_ofac_sdn",
            "sdn.xml",
            "<sdnList><sdnEntry><uid>36</uid><lastName>EXAMPLE AIR</lastName></sdnEntry></sdnList>",
            "EXAMPLE AIR",
        ),
        (
            "opensanctions",
            "entities.ftm.json",
            '{"id": "NK-1", "caption": "Sample Works", "schema": "Company", "properties": {}}',
            "Sample Works",
        ),
        ("us_ofac_sdn", "sdn.xml", "<!DOCTYPE sdnList><sdnList/>", "DOCTYPE"),
        ("us_ofac_sdn", "sdn.xml", "<sdnList><sdnEntry><uid>36</uid>", "damaged or incomplete"),
        ("opensanctions", "entities.delta.json", '{"op": "DEL", "entity": {"id": "NK-1"}}', "load a whole edition"),
    ],
)
def test_published_formats_come_in_by_the_page(cast: Cast, code: str, name: str, content: str, told_of: str) -> None:
    client = visitor(cast.reviewer)
    response = client.post(
        f"/lists/{code}/upload/",
        {"file": SimpleUploadedFile(name, content.encode()), "issued": "2026-05-10"},
        follow=True,
    )
    assert told_of in told(response)
    assert ListEdition.objects.count() == (1 if response.redirect_chain else 0)


def test_a_longer_list_asks_the_database_no_more_often(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    counts = []
    for rows in (3, 60):
        edition = uploaded(client, *(f"{n},organization,Body {rows} {n},Alias {n},KP" for n in range(rows)))
        own = [reverse(f"admin:{name}", args=["jp_meti_eul", edition.pk]) for name in ("list_preview", "list_edition")]
        for address in ("/lists/", *own):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 40


def test_the_three_files_of_ofac_are_brought_together(cast: Cast) -> None:
    sdn = b'1,"EXAMPLE, Person","individual","PROG",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    alt = b'1,7,"aka","SAMPLE, Person",-0- \r\n'
    add = b'1,5,-0- ,"Sampleville","Iran",-0- \r\n'
    sent = [SimpleUploadedFile(f"{name}.csv", content) for name, content in (("b", add), ("sdn", sdn), ("a", alt))]

    response = visitor(cast.reviewer).post("/lists/us_ofac_sdn/upload/", {"file": sent})

    assert response.status_code == 302, told(response)
    entry = ListEdition.objects.get().entries.get()
    assert [name.text for name in entry.names.all()] == ["EXAMPLE, Person", "SAMPLE, Person"]
    assert entry.countries == ["IR"]


@pytest.mark.parametrize(
    ("code", "sent", "told_of"),
    [
        (
            "us_ofac_sdn",
            [("alt.csv", ALT), ("add.csv", ADD)],
            "These are not the files of one edition (alt.csv, add.csv)",
        ),
        ("us_ofac_sdn", [("sdn.csv", SDN), ("a.csv", ALT), ("b.csv", ALT)], "These are not the files of one edition"),
        (
            "us_ofac_sdn",
            [("sdn.csv", SDN), ("alt.csv", ALT)],
            "add.csv, which belongs to this file, was not given",
        ),
        ("jp_meti_eul", [("a.csv", "uid,kind,name"), ("b.csv", "uid,kind,name")], "choose a single one"),
        ("us_ofac_sdn", [], "required"),
    ],
)
def test_files_that_are_not_one_edition_are_refused(
    cast: Cast, code: str, sent: list[tuple[str, str]], told_of: str
) -> None:
    files = [SimpleUploadedFile(name, content.encode()) for name, content in sent]
    response = visitor(cast.reviewer).post(f"/lists/{code}/upload/", {"file": files})
    assert (response.status_code, told_of in told(response)) == (422, True)
    assert not ListEdition.objects.exists()


def test_several_files_can_be_chosen_where_they_are_one_edition(cast: Cast) -> None:
    fields = {
        code: re.search(r"<input[^>]*type=\"file\"[^>]*>", told(visitor(cast.reviewer).get(f"/lists/{code}/upload/")))
        for code in ("us_ofac_sdn", "jp_meti_eul")
    }
    assert [(code, " multiple" in field[0]) for code, field in fields.items() if field] == [
        ("us_ofac_sdn", True),
        ("jp_meti_eul", False),
    ]
