"""Spreadsheets of candidates as people fill them in."""

import csv
import io
from typing import Any

from openpyxl import Workbook

from duediligence.domain import candidate_list, candidate_work
from duediligence.domain.actor import Actor
from duediligence.models import CandidateList, User
from tests.factories import NOW

HEAD = ["受付番号", "研究課題名", "キーワード", "氏名", "役割", "所属機関", "所属機関の国", "機関名", "機関の役割"]
ROWS = [
    ["K-01", "海底地形の観測", "海底、地形", "試験 花子", "研究代表者", "架空大学", "JP", "架空研究所", "連携機関"],
    ["", "", "", "髙橋 一", "学生", "架空大学", "JP", "Imaginary Institute", "lead"],
    ["K-02", "雲の観測", "", "見本 次郎", "PI", "", "", "", ""],
]


def table(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


def workbook(rows: list[list[Any]]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


def brought(by: User, content: bytes = b"", *, name: str = "候補.csv") -> CandidateList:
    """Bring a list that no worker has taken up yet."""
    assert by.institution
    given = content or table([HEAD, *ROWS])
    return candidate_list.bring(by.institution, name, given, actor=Actor.of_user(by), now=NOW)


def checked(by: User, content: bytes = b"", *, name: str = "候補.csv") -> CandidateList:
    """Bring a list and have it checked."""
    return worked_on(brought(by, content, name=name))


def confirmed(by: User, content: bytes = b"") -> CandidateList:
    """Bring a list, have it checked and confirm its opening."""
    return candidate_list.confirm(checked(by, content), actor=Actor.of_user(by), now=NOW)


def worked_on(one: CandidateList) -> CandidateList:
    candidate_work.work(one.pk, now=NOW)
    return CandidateList.objects.get(pk=one.pk)


def places_of_faults(one: CandidateList) -> set[tuple[int, str]]:
    return {(fault["row"], fault["column"]["ja"]) for fault in one.faults}
