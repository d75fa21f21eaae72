"""A draft in forms: every place can be opened and kept as it is, and faults stand beside their fields."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from duediligence.admin.forms.policy_part import PartForm
from duediligence.admin.policy_faults import fault_words
from duediligence.admin.policy_terms import TERMS, term
from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.enums import ListEffect
from duediligence.models import PolicyEdition
from duediligence.policy import places
from duediligence.policy.conditions import Condition, FactTest, Operator
from duediligence.policy.export import as_data
from duediligence.policy.facts import Fact
from duediligence.policy.faults import Fault, Faults
from duediligence.policy.parse import read_policy
from duediligence.policy.reader import Reader
from duediligence.policy.wording import TEMPLATES, condition_in_words, labels
from tests import factories
from tests.duediligence.admin.visiting import told, visitor
from tests.duediligence.policy.sample import shipped
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> PolicyEdition:
    content = {**factories.policy().content, "edition": "own-1"}
    return policies.draft(content, institution=cast.institution, actor=Actor.of_user(cast.admin))


def every_place(content: dict[str, Any], path: str = "") -> Iterator[places.Place]:
    at = places.find(content, path)
    yield at
    for name in places.collections(at.shape):
        inner = f"{path}.{name}".lstrip(".")
        if isinstance(at.data.get(name), dict):
            yield from every_place(content, inner)
        for index in range(len(at.data.get(name, ())) if isinstance(at.data.get(name), list) else 0):
            yield from every_place(content, f"{inner}[{index}]")


def posted(form: PartForm) -> QueryDict:
    """Return what a browser sends when nothing on the form is touched."""
    sent = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        if value is True:
            sent[bound.html_name] = "on"
        elif isinstance(value, list):
            offered = [str(key) for key, _words in bound.field.choices]
            sent.setlist(
                bound.html_name, sorted(map(str, value), key=offered.index)
            )  # a browser sends boxes as they stand
        elif value not in (None, False):
            sent[bound.html_name] = str(value)
    return sent


@pytest.mark.parametrize("name", ["voluntary", "jp-manual-2025"])
def test_every_place_kept_as_it_was_says_the_same(name: str) -> None:
    content = shipped(name)
    policy, _faults = read_policy(content)
    seen: set[Any] = set()
    for at in every_place(content):
        if at.shape in seen and at.path.count("[") > 1:
            continue  # one column of the form stands for all of them
        seen.add(at.shape)
        untouched = PartForm(None, place=at, policy=policy, language="ja")
        form = PartForm(posted(untouched), place=at, policy=policy, language="ja")
        assert form.is_valid(), (at.path, form.errors)
        kept, before = (as_data(Reader(Faults()).read(at.shape, data)) for data in (form.part(), at.data))
        assert kept == before, at.path


def keep(client: Client, draft: PolicyEdition, at: str, **changes: Any) -> Any:
    """Change some fields of a place and send the form."""
    draft.refresh_from_db()
    place = places.find(draft.content, at)
    form = PartForm(None, place=place, policy=read_policy(draft.content)[0], language="en")
    sent = posted(form)
    for field, value in changes.items():
        name = field.replace("__", ".")
        sent.setlist(name, value if isinstance(value, list) else [value])
    sent["seen"] = draft.sha256
    address = f"{reverse('admin:policy_edit', args=[draft.pk])}?at={at}"
    response = client.post(address, sent.urlencode(), content_type="application/x-www-form-urlencoded", follow=True)
    draft.refresh_from_db()
    return response


def test_a_threshold_is_changed_in_a_form(draft: PolicyEdition, cast: Cast) -> None:
    response = keep(visitor(cast.admin), draft, "list_bindings[0]", thresholds__person__strong="0.97")

    assert "Kept. Nothing is wrong with the draft." in told(response)
    assert draft.content["list_bindings"][0]["thresholds"]["person"]["strong"] == 0.97


def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(draft: PolicyEdition, cast: Cast) -> None:
    before = draft.sha256
    response = keep(visitor(cast.admin), draft, "list_bindings[0]", thresholds__person__possible="0.999")

    assert response.status_code == 422
    assert "the threshold for possible (0.999) is above the one for strong" in told(response)
    assert 'value="0.999"' in told(response)
    assert draft.sha256 == before


def test_words_that_no_rule_may_name_are_refused_in_japanese(draft: PolicyEdition, cast: Cast) -> None:
    response = keep(visitor(cast.admin, language="ja"), draft, "reason_codes[0]", text__ja="国籍が異なる")

    assert response.status_code == 422
    assert "国籍" in told(response) and "names “" not in told(response)


@pytest.mark.parametrize(
    ("fact", "operators", "values"),
    [
        ("designated", ["is"], ["true", "false"]),
        ("list_effect", ["any_of", "none_of"], [json.dumps(one.value) for one in ListEffect]),
        ("hit_level", ["is", "at_least", "at_most", "any_of", "none_of"], ['"none"', '"possible"', '"strong"']),
        ("partner_institutions", ["is", "at_least", "at_most"], []),
        ("", ["is", "at_least", "at_most", "any_of", "none_of"], []),
    ],
)
def test_a_condition_offers_what_its_fact_can_be(
    draft: PolicyEdition, cast: Cast, fact: str, operators: list[str], values: list[str]
) -> None:
    address = f"{reverse('admin:policy_edit', args=[draft.pk])}?at=steps[1].when[0]&fact={fact}"
    page = visitor(cast.admin).get(address).context["form"]

    offered = [key for key, _words in page.fields["operator"].choices if key]
    assert offered == operators
    assert [key for key, _words in getattr(page.fields["value"], "choices", [])] == values
    assert page["operator"].value() == (operators[0] if len(operators) == 1 else "" if fact else None)


def test_a_number_and_a_yes_are_kept_as_what_they_are(draft: PolicyEdition, cast: Cast) -> None:
    client = visitor(cast.admin)
    number = len(draft.content["steps"][1].get("when", []))
    keep(client, draft, f"steps[1].when[{number}]", fact="partner_institutions", operator="at_least", value="40")
    keep(client, draft, f"steps[1].when[{number + 1}]", fact="designated", operator="is", value="false")

    kept = draft.content["steps"][1]["when"][number:]
    assert [one["value"] for one in kept] == [40, False]


def test_a_condition_is_added_to_a_step(draft: PolicyEdition, cast: Cast) -> None:
    client = visitor(cast.admin)
    code = draft.content["steps"][1]["code"]
    at = f"steps[1].when[{len(draft.content['steps'][1].get('when', []))}]"
    refused = keep(client, draft, at, fact="hit_level", operator="at_least", value=['"possible"', '"strong"'])
    keep(client, draft, at, fact="hit_level", operator="at_least", value='"strong"')

    assert "“hit level” with at least needs one of: none, possible, strong" in told(refused)
    condition = next(step for step in draft.content["steps"] if step["code"] == code)["when"][-1]
    assert condition == {"fact": "hit_level", "operator": "at_least", "value": "strong"}


def test_a_step_taken_out_leaves_faults_that_lead_to_their_forms(draft: PolicyEdition, cast: Cast) -> None:
    client = visitor(cast.admin)
    address = reverse("admin:policy_items", args=[draft.pk])
    response = client.post(address, {"at": "steps[0]", "act": "remove", "seen": draft.sha256}, follow=True)
    stale = client.post(address, {"at": "steps[0]", "act": "remove", "seen": draft.sha256}, follow=True)
    page = told(client.get(reverse("admin:policy", args=[draft.pk])))

    assert "Faults to mend before the draft is published" in told(response)
    assert "The draft has changed since this page was shown." in told(stale)
    assert "edit/?at=steps%5B0%5D" in page and "To mend before it is published" in page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_fault_of_the_whole_draft_names_the_part_in_the_words_of_its_page(
    draft: PolicyEdition, cast: Cast, language: str
) -> None:
    client = visitor(cast.admin, language=language)
    second = draft.content["steps"][1]["name"][language]
    client.post(
        reverse("admin:policy_items", args=[draft.pk]), {"at": "steps[0]", "act": "remove", "seen": draft.sha256}
    )
    page = told(client.get(reverse("admin:policy", args=[draft.pk])))

    with override(language):
        collection, after = term("step"), term("comes after")
        place = term("{collection} “{name}”").format(collection=collection, name=second)
        place = f"{place[:1].upper()}{place[1:]} / {after}"
    assert place in page
    assert "steps[0].after[0]" not in page


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        ({"steps": [{"when": [{"fact": "hit_level"}]}]}, "steps[0].when[0].value", "Step “1” / only when “hit level”"),
        ({"steps": "no list"}, "steps[3].role", "Step"),
        ({"steps": [{"code": "only"}]}, "steps[0].requires[7]", "Step “only” / needs"),
        ({}, "name.ja", "Name / Japanese"),
    ],
)
def test_a_place_is_named_whatever_the_content_is(content: dict[str, Any], path: str, words: str) -> None:
    with override("en"):
        assert fault_words(Fault(path, "missing_key"), content).startswith(words)


def test_the_whole_text_is_searched_by_the_path_of_a_fault(draft: PolicyEdition, cast: Cast) -> None:
    content = {**draft.content, "steps": draft.content["steps"][1:]}
    address = reverse("admin:policy_content", args=[draft.pk])
    page = told(visitor(cast.admin).post(address, {"content": json.dumps(content), "act": "check"}))

    assert "Step “" in page and "[steps[0].after[0]]" in page


def test_a_condition_reads_as_its_language_orders_the_words(cast: Cast) -> None:
    test = FactTest(Fact.TECHNOLOGY_LEVEL, Operator.AT_LEAST, "strong")
    condition = Condition(test.fact, test.operator, test.value, (FactTest(Fact.MEASURES_NEEDED, Operator.IS, True),))
    with override("ja"):
        fact, level, other = term("technology level"), term("strong"), term("measures needed")
        said = condition_in_words(condition, "ja", term)
    assert said == f"{fact}が『{level}』以上、又は「{other}」に該当"


def test_items_move_up_and_what_is_no_place_is_not_found(draft: PolicyEdition, cast: Cast) -> None:
    client = visitor(cast.admin)
    address = reverse("admin:policy_items", args=[draft.pk])
    kinds = [one["kind"] for one in draft.content["measures"]]
    client.post(address, {"at": "measures[1]", "act": "up", "seen": draft.sha256})
    draft.refresh_from_db()

    assert [one["kind"] for one in draft.content["measures"]] == [kinds[1], kinds[0], *kinds[2:]]
    for sent in ({"at": "measures[1]", "act": "x"}, {"at": "nothing[0]", "act": "up"}, {"at": "", "act": "up"}):
        assert client.post(address, sent).status_code == 404
    assert client.get(f"{reverse('admin:policy_edit', args=[draft.pk])}?at=steps[999]").status_code == 404


def test_a_reference_that_is_gone_is_shown_and_not_lost(draft: PolicyEdition, cast: Cast) -> None:
    client = visitor(cast.admin)
    gone = draft.content["steps"][0]["code"]
    client.post(
        reverse("admin:policy_items", args=[draft.pk]), {"at": "steps[0]", "act": "remove", "seen": draft.sha256}
    )
    page = told(client.get(f"{reverse('admin:policy_edit', args=[draft.pk])}?at=steps[0]"))

    assert f"{gone} (not here)" in page


def test_a_draft_is_thrown_away(draft: PolicyEdition, cast: Cast) -> None:
    response = visitor(cast.admin).post(reverse("admin:policy_discard", args=[draft.pk]), follow=True)

    assert "The draft own-1 is thrown away." in told(response)
    assert not PolicyEdition.objects.filter(pk=draft.pk).exists()


def test_every_word_of_a_policy_is_marked_for_translation() -> None:
    with override("en"):
        marked = {str(one) for one in TERMS}
    assert marked == labels() | set(TEMPLATES)
    with override("ja"):
        assert [one for one in marked if term(one) == one] == []
