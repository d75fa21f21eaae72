"""The page of notes, consultations and incidents."""

import pytest
from django.urls import reverse

from duediligence.models import Case, CaseRecord
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

WHOLE = {
    "kind": "incident",
    "happened_date": "2026-05-30",
    "title": "不審な照会",
    "text": "未公表の図面を求められた",
    "visibility": "restricted",
}


def test_a_record_is_added_followed_and_read_by_its_readers_alone(case: Case, cast: Cast) -> None:
    path = reverse("admin:case_records", args=[case.reference])
    client = visitor(cast.reviewer)
    assert client.post(path, WHOLE).status_code == 302
    first = CaseRecord.objects.get()
    assert client.post(path, {**WHOLE, "title": "窓口の回答", "follows": first.pk}).status_code == 302
    page = told(client.get(path))
    assert "未公表の図面を求められた" in page and "Follows “不審な照会”" in page
    for user in (cast.admin, cast.submitter):
        assert "不審な照会" not in told(visitor(user).get(path))


def test_what_says_too_little_is_refused_and_stays(case: Case, cast: Cast) -> None:
    path = reverse("admin:case_records", args=[case.reference])
    response = visitor(cast.reviewer).post(path, {**WHOLE, "happened_date": "2999-01-01"})
    assert response.status_code == 422
    assert "is in the future" in told(response) and "未公表の図面を求められた</textarea>" in told(response)
    assert visitor(cast.auditor).post(path, WHOLE).status_code == 422
    assert not CaseRecord.objects.exists()


def test_whoever_is_recused_adds_none(case: Case, cast: Cast) -> None:
    path, client = reverse("admin:case_records", args=[case.reference]), visitor(cast.reviewer)
    client.post(reverse("admin:case_act", args=[case.reference, "recuse"]), {"reason_code": "joint_work"})
    page = told(client.get(path))
    assert "You declared a conflict of interest in this case and take no part in it." in page
    assert "<details" not in page.split('id="records"')[1]
