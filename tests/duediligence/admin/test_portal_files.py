"""Entries of a declaration from a file, on the page of their item."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duediligence.domain import declaring
from duediligence.models import Declaration
from tests.duediligence.admin.test_portal import ROW, asked, beginning, draft, given, holder, item_page, person
from tests.duediligence.admin.visiting import told, visitor

__all__ = ["asked", "beginning", "given", "holder", "person"]
pytestmark = pytest.mark.django_db


def upload(
    given: Declaration, client: Client, content: bytes, name: str = "職歴.csv", code: str = "career", **typed: str
) -> Any:
    saved = declaring.times_saved(
        Declaration.objects.get(pk=given.pk), next(item for item in declaring.asked_items(given) if item.code == code)
    )
    return client.post(
        item_page(given, code), {**typed, "saved": str(saved), "act": "read", "file": SimpleUploadedFile(name, content)}
    )


def test_entries_come_from_a_csv_file(given: Declaration, holder: Client) -> None:
    table = "期間,所属機関,職名・内容,備考\n2019/4〜2020/3,西都大学,助教,x\n,,,y\n2020/4〜現在,東都大学,教授,\n"
    upload(given, holder, table.encode())
    assert [row["period"] for row in draft(given)["career"].rows] == ["2019-04/2020-03", "2020-04/"]


def test_a_file_says_what_was_taken_from_it(given: Declaration, holder: Client) -> None:
    table = "期間,所属機関,職名・内容,備考\n2020/4〜現在,東都大学,教授,\n"
    page = told(upload(given, holder, table.encode()))
    assert "1 entry was taken from the file and is saved." in page and "were left out: 備考" in page
    assert "is not added again" in told(upload(given, holder, table.encode(), **ROW))
    assert len(draft(given)["career"].rows) == 1


def test_another_member_s_entries_are_not_taken(given: Declaration, holder: Client) -> None:
    table = "氏名,期間,所属機関,職名・内容\n見本 次郎,2020/4〜,東都大学,教授\n"
    assert "this entry is of 見本 次郎" in told(upload(given, holder, table.encode()))
    assert draft(given)["career"].rows == ()


def test_without_a_file_nothing_is_read(given: Declaration, holder: Client) -> None:
    answer = holder.post(item_page(given, "career"), {"saved": "0", "act": "read"})
    assert answer.status_code == 422 and "Choose a file first." in told(answer)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_spreadsheet_is_read_back(kind: str, given: Declaration, holder: Client) -> None:
    table = reverse("declaration_table", args=[given.public_id, "research_funding"])
    empty = holder.get(table, {"format": kind})
    page = told(upload(given, holder, empty.content, f"x.{kind}", "research_funding"))
    assert "no entry stands below the headings" in page
    assert visitor().get(table).status_code == 404


def test_a_file_that_cannot_be_read_is_not_half_taken_over(given: Declaration, holder: Client) -> None:
    answer = upload(
        given, holder, "期間,所属機関,職名・内容\n2019/4〜2020/3,西都大学,助教\nいつか,西都大学,助教".encode()
    )
    assert answer.status_code == 422
    assert "row 3, Period: Write the period" in told(answer) and "Nothing was taken from the file" in told(answer)
    assert draft(given)["career"].rows == ()
