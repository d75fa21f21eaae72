"""The documents of a case: the office takes them, and each time it is noted."""

import io
import zipfile

import pytest
from django.urls import reverse

from duediligence.enums import Role
from duediligence.models import AuditEvent, Case
from tests import factories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def address(name: str, case: Case) -> str:
    return reverse(f"admin:{name}", args=[case.reference])


@pytest.mark.parametrize(("language", "title"), [("ja", "決定記録"), ("en", "Decision record")])
def test_the_page_offers_the_documents(case: Case, cast: Cast, language: str, title: str) -> None:
    assert title in told(visitor(cast.reviewer, language=language).get(address("case_documents", case)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_record_is_a_pdf_and_its_taking_is_noted(case: Case, cast: Cast, language: str) -> None:
    response = visitor(cast.reviewer).post(address("case_record", case), {"language": language})
    assert response["Content-Disposition"] == f'attachment; filename="{case.reference}-record-{language}.pdf"'
    assert response.getvalue().startswith(b"%PDF-")
    event = AuditEvent.objects.get(verb="case.record_taken")
    assert (event.actor, event.after) == (f"user:{cast.reviewer.username}", {"language": language})


def test_the_bundle_is_a_zip_and_its_taking_is_noted(case: Case, cast: Cast) -> None:
    response = visitor(cast.decision_maker).post(address("case_bundle", case))
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(response.getvalue())).namelist()
    assert AuditEvent.objects.get(verb="case.bundled").case_reference == case.reference


def test_a_look_alone_takes_nothing(case: Case, cast: Cast) -> None:
    for name in ("case_record", "case_bundle"):
        assert visitor(cast.reviewer).get(address(name, case)).status_code == 405
    assert not AuditEvent.objects.filter(verb__in=["case.record_taken", "case.bundled"]).exists()


def test_members_and_the_department_get_no_documents(case: Case, cast: Cast) -> None:
    client = visitor(cast.submitter)
    assert address("case_documents", case) not in told(client.get(address("case", case)))
    assert client.get(address("case_documents", case)).status_code == 403
    for name in ("case_record", "case_bundle"):
        assert client.post(address(name, case)).status_code == 403


def test_an_auditor_takes_documents(case: Case, cast: Cast) -> None:
    auditor = factories.user(cast.institution, Role.AUDITOR)
    assert visitor(auditor).post(address("case_bundle", case)).status_code == 200
