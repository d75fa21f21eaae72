"""Examples for the description of the API. The people, bodies and numbers in them are made up."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample

from duediligence.api.problems import MEDIA_TYPE


def sent(value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample("sent", value=value, request_only=True)


def answer(value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample("answer", value=value, response_only=True)


PROGRAMME: Final = {
    "code": "fictional-quantum-2026",
    "funder": "fictional-agency",
    "names": {"ja": "架空量子プログラム", "en": "Fictional Quantum Programme"},
    "designated": True,
    "basis": "Designated in the call of 2026",
    "stages": [{"stage": "interview", "deadline_date": "2026-09-30"}],
    "open": True,
}
_WORDS: Final = {
    "title_ja": "架空の量子センサー",
    "title_en": "A fictional quantum sensor",
    "abstract_ja": "架空の研究の要旨。",
    "abstract_en": "",
    "keywords_ja": ["量子センサー"],
    "keywords_en": ["quantum sensor"],
}
_CONTENT_SENT: Final = {
    **_WORDS,
    "members": [
        {
            "person": {
                "name": "見本 一郎",
                "furigana": "みほん いちろう",
                "names": [{"text": "Ichiro Mihon", "type": "romanised"}],
                "affiliation": {"name": "見本大学", "country": "JP"},
            },
            "role": "pi",
            "start_date": "2026-10-01",
            "end_date": "2029-03-31",
        }
    ],
    "parties": [{"organisation": {"name": "Example Institute", "country": "CA"}, "role": "partner"}],
}
PROPOSAL_SENT: Final = {
    "programme": "fictional-quantum-2026",
    "institution": "mihon",
    "external_id": "FQ-2026-0042",
    "stage_deadline_date": "2026-09-30",
    **_CONTENT_SENT,
}
REVISION_SENT: Final = {**_CONTENT_SENT, "reason": "A partner joined."}
REVISION: Final = {
    "number": 1,
    **_WORDS,
    "members": [
        {
            "name": "見本 一郎",
            "role": "pi",
            "organisation": "見本大学",
            "start_date": "2026-10-01",
            "end_date": "2029-03-31",
        }
    ],
    "parties": [{"name": "Example Institute", "country": "CA", "role": "partner"}],
    "material": True,
    "recorded_by": "funder",
    "reason": "",
    "created_at": "2026-06-01T09:00:00+09:00",
}
PROPOSAL: Final = {
    "id": "7f1f3f0e-52b5-4a0e-9c55-2f7a4b1c9d10",
    "programme": "fictional-quantum-2026",
    "institution": "mihon",
    "external_id": "FQ-2026-0042",
    "stage_deadline_date": "2026-09-30",
    "created_at": "2026-06-01T09:00:00+09:00",
    "case": "MIHON-2026-0001",
    "revision": REVISION,
}
CASE: Final = {
    "reference": "MIHON-2026-0001",
    "proposal": "7f1f3f0e-52b5-4a0e-9c55-2f7a4b1c9d10",
    "revision": 1,
    "programme": "fictional-quantum-2026",
    "institution": "mihon",
    "status": "awaiting_funder",
    "outcome": "measures",
    "opened_at": "2026-06-01T09:00:00+09:00",
    "due_date": "2026-09-30",
    "closed_at": None,
    "submission": 1,
    "answer_due_date": "2026-07-22",
    "steps_reached": [
        {
            "step": "submission",
            "kind": "submit",
            "status": "done",
            "reached_at": "2026-06-20T10:00:00+09:00",
            "done_at": "2026-06-22T10:00:00+09:00",
        }
    ],
    "list_editions": [
        {
            "list": "jp_meti_eul",
            "edition": "2025-09-29",
            "issued_date": "2025-09-29",
            "effective_date": "2025-10-09",
            "sha256": "0" * 64,
            "extract": False,
        }
    ],
    "technology": [
        {
            "list": "JP20",
            "edition": "2022-09-30",
            "area": "JP20-09",
            "names": {"ja": "量子情報科学", "en": "Quantum information science"},
            "name_is_official": True,
            "verified": True,
            "level": "strong",
            "answer": "advances",
        }
    ],
    "partners": [
        {"organisation": "Sample Observatory", "ror": "", "status": "confirmed", "confirmed_date": "2026-06-01"}
    ],
}
CONFIRMATION_SENT: Final = {
    "verdict": "returned",
    "comments": "Name the room in which the data are kept.",
    "revision": 1,
    "submission": 1,
}
CONFIRMATION: Final = {**CONFIRMATION_SENT, "received_at": "2026-06-25T09:00:00+09:00"}


SUBMISSION: Final = {
    "number": 1,
    "revision": 1,
    "submitted_at": "2026-06-22T10:00:00+09:00",
    "sha256": "1" * 64,
    "files": [
        {
            "name": "MIHON-2026-0001-questionnaire-1.pdf",
            "size": 48213,
            "sha256": "2" * 64,
            "sealed": False,
            "address": f"https://dd.example.ac.jp/api/v1/cases/MIHON-2026-0001/submissions/1/files/{'2' * 64}",
        }
    ],
}


def _problem(status: int, code: str, title: str, detail: str, **more: Any) -> OpenApiExample:
    value = {
        "type": f"https://dd.example.ac.jp/api/v1/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": "urn:uuid:0b8a4f5e-8f0c-4f7e-8d6b-3f2a1c9e7d55",
        **more,
    }
    return OpenApiExample(code, value=value, response_only=True, status_codes=[str(status)], media_type=MEDIA_TYPE)


PROBLEMS: Final = (
    _problem(404, "not_found", "Not found", "There is nothing here that this client may see."),
    _problem(
        422,
        "invalid_input",
        "The content cannot be taken",
        "Correct the fields that are named below.",
        errors=[{"field": "/members/0/role", "code": "invalid_choice", "detail": "“boss” is none of pi, co_pi."}],
    ),
)
