"""Recording a proposal twice, from a page that is out of date, or without the right to."""

import pytest

from duediligence.models import Proposal
from tests.duediligence.admin.typing_in import CHECK, FORM, WHOLE, Forms, recorded, sent
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


# -- Twice, and from a page that is out of date ------------------------------------------------------------
def test_the_same_answers_sent_twice_are_one_proposal(cast: Cast) -> None:
    client = visitor(cast.submitter)
    sent(client, WHOLE)
    given = Forms(told(client.get(CHECK))).given

    first, second = client.post(CHECK, given), client.post(CHECK, given, follow=True)

    assert second.redirect_chain == [(first["Location"], 302)]
    assert "This was sent twice. It is recorded once." in told(second)
    assert Proposal.objects.filter(current_revision__title_ja="海底地形の観測").count() == 1


def test_a_draft_changed_in_another_window_is_shown_again_before_it_is_recorded(cast: Cast) -> None:
    client = visitor(cast.submitter)
    sent(client, WHOLE)
    given = Forms(told(client.get(CHECK))).given
    sent(client, {**WHOLE, "title_ja": "別の題"})

    response = client.post(CHECK, given, follow=True)

    assert "The draft has changed since this page was shown." in told(response)
    assert "別の題" in told(response)
    assert not Proposal.objects.filter(current_revision__title_ja="別の題").exists()


# -- Who may -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["auditor", "decision_maker"])
def test_another_role_records_nothing(who: str, cast: Cast) -> None:
    client = visitor(getattr(cast, who))
    before = Proposal.objects.count()

    response = client.post(FORM, {**WHOLE, "act": "check"}, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "Your roles do not include this act." in told(response)
    assert recorded(client)["Location"] == "/"
    assert Proposal.objects.count() == before


def test_somebody_of_no_institution_records_nothing(cast: Cast) -> None:
    assert visitor(superuser()).post(FORM, {**WHOLE, "act": "check"})["Location"] == "/"


def test_drafts_are_each_persons_own(cast: Cast) -> None:
    sent(visitor(cast.submitter), WHOLE)

    assert "海底地形" not in told(visitor(cast.reviewer).get(FORM))


@pytest.mark.parametrize("path", [FORM, CHECK])
def test_other_methods_are_refused(path: str, cast: Cast) -> None:
    assert visitor(cast.submitter).delete(path).status_code == 405
