"""Published formats by the upload page, and how often its pages ask the database."""

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
from tests.screening.lists.making import METI_ROWS

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
        ("jp_meti_eul", [("20250131.csv", METI_ROWS), ("b.csv", METI_ROWS)], "b.csv: Nothing in this file or its name"),
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


def test_several_editions_are_brought_at_once_and_named(cast: Cast) -> None:
    later = METI_ROWS.replace("Alpha", "Beta")
    sent = [SimpleUploadedFile("20250929.csv", later.encode()), SimpleUploadedFile("20250131.csv", METI_ROWS.encode())]
    client = visitor(cast.reviewer)
    assert " multiple" in told(client.get("/lists/jp_meti_eul/upload/"))

    page = told(client.post("/lists/jp_meti_eul/upload/", {"file": sent}, follow=True))

    assert "2 editions were read: 2025-01-31 (20250131.csv), 2025-09-29 (20250929.csv)." in page
    assert list(ListEdition.objects.order_by("pk").values_list("label", flat=True)) == ["2025-01-31", "2025-09-29"]


def test_days_of_one_edition_are_not_given_to_several(cast: Cast) -> None:
    sent = [SimpleUploadedFile(f"2025{month}01.csv", METI_ROWS.encode()) for month in ("01", "09")]
    response = visitor(cast.reviewer).post("/lists/jp_meti_eul/upload/", {"file": sent, "issued": "2025-01-31"})
    assert response.status_code == 422
    assert "This is a fact of one edition" in told(response)
    assert not ListEdition.objects.exists()


@pytest.mark.parametrize("kind", ["vessel", "organization"])
def test_entries_are_filtered_by_what_they_are(cast: Cast, kind: str) -> None:
    client = visitor(cast.reviewer)
    edition = uploaded(client, "1,vessel,Example Star,,KP", "2,organization,Example Works,,KP")
    address = reverse("admin:list_edition", args=["jp_meti_eul", edition.pk])
    page = client.get(address, {"kind": kind})
    assert [entry.uid for entry in page.context["page"]] == ["1" if kind == "vessel" else "2"]
    assert ("Vessel</td>" in page.content.decode()) == (kind == "vessel")
