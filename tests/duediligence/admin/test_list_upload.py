"""Bringing a list file: upload, preview with what it touches, taking it into use, holding it, four eyes."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duediligence.models import AuditEvent
from screening.enums import EditionState
from screening.lists.sources import sync_sources
from screening.models import ListEdition
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import NOW, Cast
from tests.screening.importers.test_section_1286 import csv_file, row

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)
HEADING = "uid,kind,name,aliases,country"
UPLOAD = "/lists/jp_meti_eul/upload/"


@pytest.fixture(autouse=True)
def _sources(cast: Cast) -> None:
    sync_sources()


def file(*rows: str, heading: str = HEADING, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([heading, *rows]).encode())


def uploaded(client: Any, *rows: str, to: str = UPLOAD, **given: str) -> ListEdition:
    response = client.post(to, {"file": file(*rows), "issued": "2026-05-10", **given})
    assert response.status_code == 302, told(response)
    return ListEdition.objects.latest("pk")


def act(client: Any, edition: ListEdition, name: str, reason: str = "") -> Any:
    address = reverse("admin:list_act", args=[edition.source.code, edition.pk, name])
    return client.post(address, {"reason": reason})


def state(edition: ListEdition) -> str:
    edition.refresh_from_db()
    return edition.state


def test_an_upload_is_looked_at_and_taken_into_use(cast: Cast) -> None:
    client = visitor(cast.reviewer)

    edition = uploaded(client, "1,,Example Institute,EXI,KP", effective="2026-05-20", address="https://list.example/f")

    page = told(client.get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk])))
    assert (state(edition), edition.file_name) == (EditionState.HELD, "list.csv")
    assert (edition.issued_date, edition.effective_date) == (dt.date(2026, 5, 10), dt.date(2026, 5, 20))
    assert edition.source_address == "https://list.example/f"
    assert "Take it into use" in page
    assert "It is the first edition of this list: its 1 entry is new." in page
    assert act(client, edition, "applied").status_code == 302
    assert state(edition) == EditionState.APPLIED


def test_the_same_file_twice_is_the_same_edition(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    first = uploaded(client, "1,,Example Institute,,KP")

    again = client.post(UPLOAD, {"file": file("1,,Example Institute,,KP")}, follow=True)

    assert ListEdition.objects.get() == first
    assert "This file was loaded before" in told(again)


def test_bad_rows_are_shown_with_their_reasons_and_ask_for_a_second_person(cast: Cast) -> None:
    client, second = visitor(cast.reviewer), visitor(cast.second_reviewer)
    edition = uploaded(client, "1,,Example Institute,,KP", "2,robot,Machine,,KP")

    page = told(client.get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk])))

    assert "row 3, kind: “robot”" in page
    assert "1 of 2 rows could not be read." in page
    assert "Whoever loaded or held this edition may not release it." in page
    assert act(client, edition, "applied").status_code == 422
    assert act(client, edition, "released", "既知").status_code == 422
    without = act(second, edition, "released")
    assert without.status_code == 422
    assert "This field is required." in told(without)
    assert state(edition) == EditionState.HELD
    assert act(second, edition, "released", "行の誤りは既知").status_code == 302
    assert state(edition) == EditionState.APPLIED


def test_an_edition_in_use_is_held_by_one_and_released_by_another(cast: Cast) -> None:
    client, second = visitor(cast.reviewer), visitor(cast.second_reviewer)
    edition = uploaded(client, "1,,Example Institute,,KP")
    act(client, edition, "applied")

    assert act(second, edition, "held", "発行元が訂正").status_code == 302
    assert state(edition) == EditionState.HELD
    assert act(second, edition, "released", "やはり正しい").status_code == 422
    assert act(client, edition, "released", "訂正はない").status_code == 302
    page = told(client.get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk])))
    assert "発行元が訂正" in page
    assert "訂正はない" in page


def test_an_act_done_twice_is_refused_the_second_time(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    edition = uploaded(client, "1,,Example Institute,,KP")
    act(client, edition, "discarded", "別の年の版")
    before = AuditEvent.objects.count()

    again = act(client, edition, "discarded", "別の年の版")

    assert (again.status_code, AuditEvent.objects.count()) == (422, before)
    assert "no longer in the state" in told(again)


def test_an_act_that_does_not_exist_is_not_found(cast: Cast) -> None:
    edition = uploaded(visitor(cast.reviewer), "1,,Example Institute,,KP")

    assert act(visitor(cast.reviewer), edition, "loaded").status_code == 404
    assert act(visitor(cast.reviewer), edition, "removed").status_code == 404


@pytest.mark.parametrize("who", ["submitter", "department_officer", "decision_maker", "auditor"])
def test_other_roles_bring_and_decide_nothing(who: str, cast: Cast) -> None:
    edition = uploaded(visitor(cast.reviewer), "1,,Example Institute,,KP")
    client = visitor(getattr(cast, who))

    refused = client.post(UPLOAD, {"file": file("2,,Other,,KP")})

    assert (client.get(UPLOAD).status_code, refused.status_code) == (403, 403)
    assert "Your roles do not include this act." in told(refused)
    assert {act(client, edition, name, "x").status_code for name in ("applied", "released", "discarded")} == {422}
    assert (ListEdition.objects.count(), state(edition)) == (1, EditionState.HELD)


def test_a_superuser_without_a_role_brings_nothing(cast: Cast) -> None:
    assert visitor(superuser()).post(UPLOAD, {"file": file("2,,Other,,KP")}).status_code == 403


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({}, "file", "This field is required."),
        ({"file": SimpleUploadedFile("notes.csv", b"just,some\nwords,here\n")}, "file", "This is not a file of this"),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "file", "The submitted file is empty."),
        ({"file": file("1,,A"), "issued": "soon"}, "issued", "Enter a valid date."),
        ({"file": file("1,,A"), "issued": "2026-05-02", "effective": "2026-05-01"}, "effective", "before it was"),
        ({"file": file("1,,A"), "effective": "2026-05-02", "repealed": "2026-05-01"}, "repealed", "ends before"),
        ({"file": file("1,,A"), "address": "javascript:alert(1)"}, "address", "Enter a valid URL."),
    ],
    ids=["none", "wrong format", "empty", "no date", "applies too early", "ends too early", "no address"],
)
def test_what_is_wrong_is_said_beside_its_field(given: dict[str, Any], field: str, words: str, cast: Cast) -> None:
    for upload in given.values():
        if isinstance(upload, SimpleUploadedFile):
            upload.seek(0)

    response = visitor(cast.reviewer).post(UPLOAD, given)

    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not ListEdition.objects.exists()


def test_of_a_file_with_several_editions_all_are_read_or_the_one_that_is_named(cast: Cast, tmp_path: Path) -> None:
    path = csv_file(tmp_path, row("A Institute", "2023"), row("B Institute", "2022"))
    client, to = visitor(cast.reviewer), "/lists/us_1286/upload/"

    def sent(**given: str) -> Any:
        return client.post(to, {"file": SimpleUploadedFile("1286.csv", path.read_bytes()), **given}, follow=True)

    one = sent(edition="2022")
    assert one.redirect_chain[-1][0].endswith("/preview/")
    dated = sent(issued="2024-01-10")
    assert "2022, 2023" in str(dated.context["form"].errors["edition"])
    both = sent()
    assert "2 editions were read: 2022" in told(both)
    assert [edition.label for edition in ListEdition.objects.order_by("pk")] == ["2022", "2023"]


def test_the_days_are_put_right_on_the_preview(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    edition = uploaded(client, "1,,Example Institute,,KP")
    to = reverse("admin:list_days", args=["jp_meti_eul", edition.pk])

    wrong = client.post(to, {"issued": "2026-05-10", "effective": "2026-05-01"})
    right = client.post(to, {"issued": "2026-05-10", "effective": "2026-05-20"}, follow=True)

    dated = ListEdition.objects.latest("pk")
    assert (wrong.status_code, "It cannot apply before it was issued." in told(wrong)) == (422, True)
    assert (dated.issued_date, dated.effective_date) == (dt.date(2026, 5, 10), dt.date(2026, 5, 20))
    assert "The days are put right." in told(right)
    assert state(edition) == EditionState.DISCARDED
    assert client.post(to, {"issued": "2026-05-10", "effective": "2026-05-20"}).status_code == 422
    assert visitor(cast.auditor).post(to, {"issued": "2026-05-10", "effective": "2026-05-21"}).status_code == 422


def test_an_own_table_with_other_headings_waits_for_a_second_person(cast: Cast) -> None:
    client, to = visitor(cast.reviewer), "/lists/own_watch_list/upload/"
    table = SimpleUploadedFile("ours.csv", "機関名,国名\n見本研究所,KP\n".encode())

    response = client.post(to, {"file": table, "column_name": "機関名", "column_country": "国名"})

    assert response.status_code == 302, told(response)
    edition = ListEdition.objects.get()
    assert edition.entries.get().primary_name == "見本研究所"
    assert act(client, edition, "applied").status_code == 422
    assert act(visitor(cast.second_reviewer), edition, "released", "会議で決定").status_code == 302
    assert state(edition) == EditionState.APPLIED


def test_the_preview_of_a_discarded_edition_still_shows_what_it_was(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    edition = uploaded(client, "1,,Example Institute,,KP")
    act(client, edition, "discarded", "別の年の版")

    response = client.get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk]))

    assert [one["name"] for one in response.context["acts"]] == ["released"]
    assert "Example Institute" in told(response)


def test_a_touched_case_is_found_on_the_preview_of_a_first_edition(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path, parties=(factories.partner("Placeholder Rocket Works", country="KP"),))
    edition = uploaded(
        visitor(cast.admin), "1,,Example Institute of Hypersonics,,KP", "2,,Placeholder Rocket Works,,KP"
    )

    response = visitor(cast.reviewer).get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk]))

    assert [one["case"] for one in response.context["touched"]] == [case]
