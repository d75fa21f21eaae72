"""The assessment pages: what is proposed is shown, what is decided is kept, every refusal is in words."""

from pathlib import Path

import pytest
from django.urls import reverse

from duediligence.enums import Judgement
from duediligence.models import Assessment, Case, Person
from duediligence.queries.assessment import row_of
from tests import factories, forcing, stories
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(case: Case, cast: Cast) -> Case:
    """The listed partner's hit is judged to be the same; nobody but the member is assessed."""
    judged(case, cast.reviewer, Judgement.TRUE_MATCH_RELEVANT)
    return case


def page(case: Case, name: str = "case_assess", subject: str = "partner") -> str:
    number = (
        case.revision.parties.get().organisation_id
        if subject == "partner"
        else case.revision.memberships.get().person_id
    )
    return reverse(f"admin:{name}", args=[case.reference, subject, number])


def everybody(case: Case) -> str:
    return reverse("admin:case_assessment", args=[case.reference])


RISK = {"institution_risk": "yes", "researchers_risk": "no", "reason": "掲載機関そのものである"}


def test_the_table_names_everybody_with_hits_proposal_and_assessment(case: Case, cast: Cast) -> None:
    shown = told(visitor(cast.reviewer).get(everybody(case)))

    assert "Exemplar Hypersonics" in shown
    assert "The partner is on a list that concerns law or funding." in shown
    assert "Not assessed" in shown
    assert "1 of 2 are assessed" in shown


def test_a_partner_is_assessed_on_its_page(case: Case, cast: Cast) -> None:
    given = {**RISK, "points_partner_itself": ["partner_itself.partner_listed"], "own_points": "共同研究所がある\n"}

    response = visitor(cast.reviewer).post(page(case), given)

    assert response.status_code == 302
    made = Assessment.objects.get(organisation__isnull=False)
    assert (made.institution_risk, made.researchers_risk) == (True, False)
    assert (made.points, made.own_points) == (["partner_itself.partner_listed"], ["共同研究所がある"])
    shown = told(visitor(cast.reviewer).get(page(case)))
    assert "共同研究所がある" in shown
    assert "The assessment so far" in shown


def test_an_answer_against_a_rule_is_refused_beside_the_field_and_what_was_typed_stays(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).post(page(case), {**RISK, "institution_risk": "no"})

    assert response.status_code == 422
    assert "points to “yes”. Say why you decide otherwise." in told(response)
    assert "掲載機関そのものである" in told(response)


def test_a_missing_answer_is_asked_for(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).post(page(case), {"reason": "なし", "institution_risk": "yes"})

    assert response.status_code == 422
    assert "Answer yes or no." in told(response)


def test_ticking_a_point_shows_at_once_what_the_rules_point_to(case: Case, cast: Cast) -> None:
    address = page(case, "case_assess_rules", "person")

    before = told(visitor(cast.reviewer).get(address))
    after = told(visitor(cast.reviewer).get(address, {"points_disclosure": "disclosure.undisclosed"}))

    assert "Not known yet" in before
    assert "A fact was found that had not been declared." in after


def test_several_are_answered_no_at_once(case: Case, cast: Cast) -> None:
    forcing.remove(Assessment.objects.all())
    person = Person.objects.get()
    address = reverse("admin:case_assess_several", args=[case.reference])

    empty = visitor(cast.reviewer).post(address, {"parties": f"person-{person.pk}"})
    done = visitor(cast.reviewer).post(address, {"parties": f"person-{person.pk}", "reason": "懸念はない"})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert Assessment.objects.get().person == person


def test_a_listed_partner_is_not_offered_for_no_at_once(case: Case, cast: Cast) -> None:
    address = reverse("admin:case_assess_several", args=[case.reference])
    code = f"partner-{case.revision.parties.get().organisation_id}"

    assert visitor(cast.reviewer).post(address, {"parties": code, "reason": "なし"}).status_code == 422


def test_a_reader_without_the_role_is_told_why_there_is_no_button(case: Case, cast: Cast) -> None:
    for address in (everybody(case), page(case)):
        assert "Your roles do not include this act." in told(visitor(cast.decision_maker).get(address))


def test_what_somebody_else_assessed_since_is_shown_before_it_is_replaced(case: Case, cast: Cast) -> None:
    first, second = visitor(cast.reviewer), visitor(cast.second_reviewer)
    second.post(page(case), {**RISK, "reason": "別の担当者の判断"})
    made = Assessment.objects.latest("pk")

    refused = first.post(page(case), RISK | {"seen": ""})

    assert refused.status_code == 422
    shown = told(refused)
    assert "What was assessed has changed since this page was shown. Look at it as it is now." in shown
    assert "別の担当者の判断" in shown and "掲載機関そのものである" in shown
    assert f'name="seen" value="{made.pk}"' in shown
    assert Assessment.objects.latest("pk") == made
    assert first.post(page(case), RISK | {"seen": made.pk}).status_code == 302


def test_a_page_that_was_not_told_of_the_change_keeps_what_it_had_seen(case: Case, cast: Cast) -> None:
    visitor(cast.second_reviewer).post(page(case), RISK)

    shown = told(visitor(cast.reviewer).post(page(case), {**RISK, "reason": "", "seen": ""}))

    assert 'name="seen" value=""' in shown


def test_several_are_not_assessed_from_a_page_that_shows_an_earlier_assessment(case: Case, cast: Cast) -> None:
    forcing.force(Assessment.objects.all(), basis={})
    made = Assessment.objects.get()
    address = reverse("admin:case_assess_several", args=[case.reference])
    given = {"parties": f"person-{made.person_id}", "reason": "懸念はない"}

    refused = visitor(cast.reviewer).post(address, given)
    code = f"person-{made.person_id}-{made.pk}"
    done = visitor(cast.reviewer).post(address, given | {"parties": code})

    assert f'value="{code}"' in told(refused)
    assert (refused.status_code, done.status_code) == (422, 302)
    assert "What was assessed has changed since this page was shown." in told(refused)


def test_several_are_refused_to_another_role_in_words(case: Case, cast: Cast) -> None:
    forcing.remove(Assessment.objects.all())
    address = reverse("admin:case_assess_several", args=[case.reference])
    given = {"parties": f"person-{Person.objects.get().pk}", "reason": "懸念はない"}

    response = visitor(cast.decision_maker).post(address, given)

    assert response.status_code == 422
    assert not Assessment.objects.exists()


def test_an_unjudged_hit_keeps_the_form_away(cast: Cast, case: Case) -> None:
    forcing.remove(case.dispositions.all())

    assert "Hits not yet judged: 1." in told(visitor(cast.reviewer).get(page(case)))


def test_an_assessment_that_a_decision_rests_on_has_no_form(cast: Cast, tmp_path: Path) -> None:
    begun = stories.designated_case(cast, tmp_path, factories.programme())
    client = visitor(cast.reviewer)
    asked = told(client.get(page(begun, subject="person")))

    decided = told(client.get(page(stories.ready_to_submit(begun, cast), subject="person")))

    assert "a decision rests on it" not in asked
    assert 'name="mitigation_needed"' in asked
    assert "a decision rests on it" in decided
    assert 'name="mitigation_needed"' not in decided


def test_whoever_has_no_part_has_no_page(case: Case, cast: Cast) -> None:
    for subject, number in (("person", 999), ("nobody", 1)):
        address = reverse("admin:case_assess", args=[case.reference, subject, number])
        assert visitor(cast.reviewer).get(address).status_code == 404


def test_an_outdated_assessment_says_so_and_the_earlier_ones_are_kept(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    client.post(page(case), RISK)
    client.post(page(case), {**RISK, "reason": "再確認した", "seen": Assessment.objects.latest("pk").pk})
    forcing.force(case.dispositions.all(), judgement=Judgement.FALSE_POSITIVE)

    shown = told(client.get(page(case)))

    assert "Changed since: assess again" in shown
    assert "It was assessed again." in shown
    found = row_of(case, *next(iter(found_keys(case))))
    assert found and found[1].made


def found_keys(case: Case):
    from duediligence.domain.assessment import live_assessments

    return [key for key, made in live_assessments(case).items() if made.organisation_id]


# -- What is known -----------------------------------------------------------------------------------------
def test_the_page_shows_list_judgement_and_where_the_partners_own_part_stands(case: Case, cast: Cast) -> None:
    shown = told(visitor(cast.reviewer).get(page(case)))

    assert "The same, and relevant" in shown
    assert "What the partner confirmed" in shown and "Not invited" in shown
