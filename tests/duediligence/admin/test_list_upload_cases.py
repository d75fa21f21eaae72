"""The preview of an upload names the cases that its changes touch."""

import pytest
from django.urls import reverse

from duediligence.models import Case
from tests.duediligence.admin.test_list_upload import uploaded
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_the_preview_shows_the_classed_changes_and_the_cases_they_touch(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    edition = uploaded(client, "1,,Example Academy of Hypersonics,Exemplar Hypersonics;EIH,KP", "2,,New Works,,KP")

    response = client.get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk]))

    assert {kind.value: number for kind, _words, _tone, number in response.context["counts"]} == {
        "added": 1,
        "renamed": 1,
        "attribute_changed": 1,
    }
    (touched,) = response.context["touched"]
    assert (touched["case"], touched["touches"][0]["touch"].entry.uid) == (case, "1")
    assert case.reference in told(response)


def test_cases_of_another_institution_are_not_named(case: Case, cast: Cast) -> None:
    client = visitor(cast.stranger)
    edition = uploaded(client, "1,,Example Academy of Hypersonics,Exemplar Hypersonics;EIH,KP")

    response = client.get(reverse("admin:list_preview", args=["jp_meti_eul", edition.pk]))

    assert response.context["touched"] == []
    assert case.reference not in told(response)
