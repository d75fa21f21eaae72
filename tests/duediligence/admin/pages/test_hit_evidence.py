"""What a judgement rests on, files as downloads, and one identity that several entries met."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from duediligence.models import AuditEvent, Case, Clearance, Disposition, StoredFile, User, guards
from screening.models import Hit
from tests import factories, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

WHOLE = {"identity": "no", "reason_code": "seat_differs", "text": "所在国が異なる"}


@pytest.fixture
def hit(case: Case) -> Hit:
    assert case.current_run
    return case.current_run.hits.get()


def address(case: Case, hit: Hit, name: str = "case_hit") -> str:
    return reverse(f"admin:{name}", args=[case.reference, hit.pk])


def sent(by: User, case: Case, hit: Hit, **changes: object) -> Any:
    return visitor(by).post(address(case, hit), {**WHOLE, **changes})


def test_a_reason_that_asks_for_evidence_takes_a_file_or_an_address(case: Case, hit: Hit, cast: Cast) -> None:
    relevant = {"identity": "yes", "relevance": "relevant", "reason_code": "partner_is_listed"}

    refused = sent(cast.reviewer, case, hit, **relevant)
    paper = SimpleUploadedFile("登記.pdf", b"%PDF-1.7 register", content_type="text/html")
    false = SimpleUploadedFile("登記.pdf", b"MZ\x90\x00\x03", content_type="application/pdf")
    also_refused = sent(cast.reviewer, case, hit, **relevant, attachment=false)
    taken = sent(cast.reviewer, case, hit, **relevant, attachment=paper, address="https://example.org/register")

    assert (refused.status_code, also_refused.status_code, taken.status_code) == (422, 422, 302)
    assert '"#id_title">Another source, consulted today: This reason asks for evidence' in told(refused)
    assert "所在国が異なる</textarea>" in told(refused)
    assert "none of the sorts of file" in told(also_refused)
    page = told(visitor(cast.second_reviewer).get(address(case, hit)))
    assert "https://example.org/register" in page and "登記.pdf" in page
    assert "17\xa0bytes" in told(visitor(cast.reviewer).get(reverse("admin:case_due_diligence", args=[case.reference])))
    (kept,) = Disposition.objects.get().attachments.all()
    answer = visitor(cast.auditor).get(reverse("admin:case_attachment", args=[case.reference, kept.pk]))
    assert answer.content == b"%PDF-1.7 register"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert AuditEvent.objects.filter(verb="attachment.taken", case_reference=case.reference).count() == 1


def test_a_file_is_nobodys_outside_the_office(case: Case, hit: Hit, cast: Cast) -> None:
    sent(cast.reviewer, case, hit, attachment=SimpleUploadedFile("登記.pdf", b"%PDF-1.7 register"))
    path = reverse("admin:case_attachment", args=[case.reference, Disposition.objects.get().attachments.get().pk])

    answers = {who: visitor(getattr(cast, who)).get(path).status_code for who in ("submitter", "stranger", "auditor")}

    assert answers == {"submitter": 404, "stranger": 404, "auditor": 200}


def test_a_file_that_was_altered_is_not_handed_out(case: Case, hit: Hit, cast: Cast) -> None:
    sent(cast.reviewer, case, hit, attachment=SimpleUploadedFile("登記.pdf", b"%PDF-1.7 altered"))
    kept = Disposition.objects.get().attachments.get()
    connection.check_constraints()
    guards.remove(connection)
    StoredFile.objects.filter(pk=kept.stored_id).update(content=b"%PDF-else")
    connection.check_constraints()
    guards.install(connection)

    client = visitor(cast.reviewer)
    answer = client.get(reverse("admin:case_attachment", args=[case.reference, kept.pk]), follow=True)

    assert "Restore it from a backup." in told(answer)


@pytest.fixture
def several(cast: Cast, tmp_path: Path) -> list[Hit]:
    """Two entries that one partner met."""
    rows = f"{stories.LISTED}\n2,organization,Exemplar Hypersonics Laboratory,Exemplar Hypersonics,KP"
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    case = stories.screened_case(cast, tmp_path, rows=rows, parties=(partner,))
    assert case.current_run
    return list(case.current_run.hits.order_by("entry__uid"))


def test_one_identity_is_judged_reviewed_and_withdrawn_on_several_lists(several: list[Hit], cast: Cast) -> None:
    first, second = several
    case = Case.objects.get(current_run=first.run)
    offered = told(visitor(cast.reviewer).get(address(case, first)))
    assert f'name="also" value="{second.pk}"' in offered

    judged = sent(cast.reviewer, case, first, also=str(second.pk))
    assert judged["Location"] == reverse("admin:case_hits", args=[case.reference])  # nobody reviews their own
    beside = told(visitor(cast.second_reviewer).get(address(case, first)))
    visitor(cast.second_reviewer).post(address(case, first, "case_hit_review"), {"also": [second.pk]})
    reviewed = Disposition.objects.filter(second_reviewer=cast.second_reviewer).count()
    taken_back = {"reason": "誤り", "also": [first.pk]}
    visitor(cast.reviewer).post(address(case, second, "case_hit_withdraw"), taken_back)

    assert "What was said of the same name on other entries" in beside
    assert (reviewed, Clearance.objects.filter(revoked_at__isnull=False).count()) == (2, 2)
    assert Disposition.objects.filter(withdrawn_at__isnull=False).count() == 2


def test_what_another_name_met_cannot_be_ticked(case: Case, hit: Hit, cast: Cast) -> None:
    response = sent(cast.reviewer, case, hit, also=str(hit.pk + 1))

    assert response.status_code == 302  # nothing was offered, so nothing is read
    assert Disposition.objects.count() == 1
