"""What the audit log says to its readers: no codes where there are words."""

from django.utils import translation

from duediligence.admin.audit_words import change_words
from duediligence.messages import reason_words
from duediligence.models import AuditEvent


def said(object_type: str, before: dict[str, object], after: dict[str, object]) -> list[tuple[str, str, str]]:
    with translation.override("ja"):
        return change_words(AuditEvent(object_type=object_type, before=before, after=after))


def test_fields_have_the_names_of_their_records():
    assert said("case", {}, {"outcome": "no_mitigation"}) == [("結果", "‐", "軽減措置不要")]


def test_fields_of_no_record_have_words_of_their_own():
    assert said("run", {}, {"sha256": "0af1"}) == [("内容のハッシュ値", "‐", "0af1")]


def test_what_has_no_words_keeps_its_name():
    assert said("nothing", {"strange": {"a": 1}}, {"strange": []}) == [("strange", '{"a": 1}', "‐")]


def test_days_and_answers_are_written_as_people_write_them():
    given = {"expires": "2026-12-06", "is_material": True, "names": ["a", "b"], "at": "2026-12-06T00:00:00+00:00"}

    assert [after for _name, _before, after in said("nothing", {}, given)] == [
        "2026年12月6日(日)",
        "はい",
        "a, b",
        "2026年12月6日(日) 09:00",
    ]


def test_rows_are_written_one_beside_the_other():
    given = {"renamed": [["jp_meti_eul", "1", "Old", "New"], ["un_sc", "2", "A", "B"]]}

    assert said("run", {}, given) == [
        ("判断済みの掲載者の名称の変更", "‐", "jp_meti_eul · 1 · Old · New; un_sc · 2 · A · B")
    ]


def test_the_systems_reasons_are_sentences_and_a_persons_own_stand():
    with translation.override("en"):
        assert reason_words("new_hits") == "Screening brought new hits."
    assert reason_words("出張のため") == "出張のため"
