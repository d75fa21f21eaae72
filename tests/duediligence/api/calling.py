"""Calling the API as a funder's program does, and the data that the tests of the API share."""

import itertools
import re
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from duediligence.domain.actor import Actor
from duediligence.domain.api_client import issue_key
from duediligence.domain.submission import Prepared, PreparedFile, freeze
from duediligence.enums import Scope, StepKind, StepStatus
from duediligence.models import ApiClient, Case, Institution, Programme, Submission, User
from tests import factories

BASE = "/api/v1"
REQUEST_ID = re.compile(r"[0-9a-f-]{36}")
_keys = itertools.count(1)

CONTENT: dict[str, Any] = {
    "title_ja": "架空の量子センサー",
    "keywords_ja": ["量子センサー"],
    "members": [
        {"person": {"name": "見本 一郎", "affiliation": {"name": "見本大学", "country": "JP"}}, "role": "pi"},
        {"person": {"name": "見本 花子"}, "role": "student", "start_date": "2026-10-01"},
    ],
    "parties": [{"organisation": {"name": "Example Institute", "country": "CA"}, "role": "partner"}],
}


class Caller:
    """A program that holds a key; every POST gets an Idempotency-Key of its own unless one is given."""

    def __init__(self, key: str | None) -> None:
        self.http = APIClient()
        self.authorization = f"Bearer {key}" if key else None

    def _headers(self, headers: dict[str, str | None]) -> dict[str, str]:
        given = {"Accept-Language": "en", "Authorization": self.authorization, **headers}
        return {name: value for name, value in given.items() if value is not None}

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str | None) -> Any:
        return self.http.get(BASE + path, query or {}, headers=self._headers(_dashed(headers)))

    def post(self, path: str, body: Any, **headers: str | None) -> Any:
        given = {"Idempotency-Key": f"key-{next(_keys)}", **_dashed(headers)}
        return self.http.post(BASE + path, body, format="json", headers=self._headers(given))

    def call(self, method: str, path: str, body: Any = "", **headers: str | None) -> Any:
        """Send what ``post`` would not: another method, another type, a body that is not JSON."""
        kind = headers.pop("content_type", "application/json") or ""
        return self.http.generic(method, BASE + path, body, content_type=kind, headers=self._headers(_dashed(headers)))


def _dashed(headers: dict[str, str | None]) -> dict[str, str | None]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def caller(client: ApiClient, *scopes: Scope) -> Caller:
    """Give the client a key with these scopes, or with all."""
    _, text = issue_key(client, actor=factories.SYSTEM, scopes=scopes or factories.ALL_SCOPES, now=timezone.now())
    return Caller(text)


def problem(code: str, status: int, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """Return the problem document, without the request id that differs each time."""
    return {
        "type": f"http://testserver{BASE}/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }


def problem_in(response: Any) -> dict[str, Any]:
    """Return the problem that was answered; its request id is checked against the header and left out."""
    assert response["Content-Type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    assert content.pop("instance") == f"urn:uuid:{response['X-Request-ID']}"
    assert REQUEST_ID.fullmatch(response["X-Request-ID"])
    assert content["status"] == response.status_code
    return content


def faults(response: Any) -> list[tuple[str, str]]:
    """Return field and code of every fault that the problem names."""
    assert problem_in(response)["code"] in ("invalid_input", "invalid_query")
    return [(fault["field"], fault["code"]) for fault in response.json()["errors"]]


NOT_FOUND = problem("not_found", 404, "Not found", "There is nothing here that this client may see.")


def proposal_body(programme: Programme, institution: Institution, **changes: Any) -> dict[str, Any]:
    return {"programme": programme.code, "institution": institution.code, **CONTENT, **changes}


def submitted(case: Case, by: User, *, content: bytes = b"%PDF-1.7 sent", sealed: bool = False) -> Submission:
    """Freeze a questionnaire of one file, and await the funder's answer to it."""
    awaiting_funder(case)
    step = case.steps.order_by("round").filter(kind=StepKind.SUBMIT, submission=None).latest("round")
    name = f"{case.reference}-questionnaire-{case.submissions.count() + 1}.pdf"
    prepared = Prepared({"header": {}}, [PreparedFile(name, content)], undertakes=True, is_sealed=sealed)
    return freeze(step, prepared, actor=Actor.of_user(by), user=by, now=factories.NOW)


def awaiting_funder(case: Case) -> Case:
    """Bring a case to where the funder's answer is awaited, whoever decided what on the way."""
    for step in case.steps.all():
        if step.kind == StepKind.EXTERNAL and step.role == "funder":
            step.status, step.opened_at, step.completed_at = StepStatus.OPEN, factories.NOW, None
        elif step.kind in (StepKind.EXTERNAL, StepKind.MONITOR):
            step.status, step.opened_at, step.completed_at = StepStatus.WAITING, None, None
        else:
            step.status, step.opened_at, step.completed_at = StepStatus.COMPLETED, factories.NOW, factories.NOW
        step.save()
    return case
