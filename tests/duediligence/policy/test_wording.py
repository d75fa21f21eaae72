import pytest

from duediligence.policy.compare import compare
from duediligence.policy.conditions import Condition, FactTest, Operator
from duediligence.policy.facts import Fact
from duediligence.policy.parse import parse_policy
from duediligence.policy.text import Text
from duediligence.policy.wording import TEMPLATES, condition_in_words, in_words, labels
from tests.duediligence.policy.sample import OWN, shipped, small, small_policy, step, text


def sentences(change, *arguments):
    data = small_policy()
    change(data)
    return [in_words(one, *arguments) for one in compare(small(), parse_policy(data))]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda d: d["steps"][1].update(due_working_days=10),
            "Step “approval”: due working days changed from 5 to 10",
        ),
        (
            lambda d: d["steps"][1].update(escalates_to="office_admin"),
            "Step “approval”: escalates to changed from nothing to office admin",
        ),
        (lambda d: d["steps"][0].update(excludes_author=False), None),
        (
            lambda d: d["steps"][1].update(may_return_to=[]),
            "Step “approval”: may return to changed from review to nothing",
        ),
        (
            lambda d: d["name"].update(en="Another"),
            "Name changed from “A small policy” to “Another”",
        ),
        (
            lambda d: d.update(effective_on="2026-05-01"),
            "Effective on changed from 2026-04-01 to 2026-05-01",
        ),
        (
            lambda d: d["intervals"][0].update(days=60),
            "Interval of “rescreening”: days changed from 30 to 60",
        ),
        (
            lambda d: d["list_bindings"][0]["thresholds"]["person"].update(strong=0.95),
            "List “UN list” / thresholds / person: strong changed from 0.92 to 0.95",
        ),
        (
            lambda d: d["steps"][0].update(source={"mark": "I", "note": text("a guess")}),
            "Step “review”: source changed from own choice to inferred; “a guess”",
        ),
        (
            lambda d: d["steps"].append(step("last", "monitor", "security_officer", ["approval"])),
            "Step “last”: added (kind: monitor; role: security officer; approvers: 1; comes after: approval; "
            "not by the author: yes; due working days: 5)",
        ),
        (lambda d: d["assessment_rules"].clear(), "Assessment rule “Something was not declared”: removed"),
        (
            lambda d: d["declaration_form"]["consent"]["text"].update(en="I do not"),
            "Declaration form / consent: text changed from “I agree that my nationality is asked” to “I do not”",
        ),
    ],
)
def test_english(change, sentence):
    expected = sentence or "Step “review”: not by the author changed from yes to no"
    assert sentences(change) == [expected]


def test_steps_go_by_their_names():
    data = small_policy()
    data["steps"][1]["may_return_to"] = []
    data["steps"].append(step("last", "monitor", "security_officer", ["approval"]))
    steps = {"review": Text("review", "The review"), "approval": Text("approval", "The approval")}
    after = parse_policy(data)
    told = [in_words(one, "en", str, steps) for one in compare(small(), after)]
    assert told[0] == "Step “approval”: may return to changed from “The review” to nothing"
    assert "comes after: “The approval”" in told[1]


def test_a_part_that_says_nothing_but_its_name_is_added():
    before, after = shipped("jp-manual-2025"), shipped("jp-manual-2025")
    points = after["checklists"][0]["points"]
    points.append({**points[0], "code": "another", "items": [], "states": []})
    (told,) = (in_words(one) for one in compare(parse_policy(before), parse_policy(after)))
    assert told.endswith(": added")


def test_a_condition_is_said_with_its_alternatives():
    test = Condition(Fact.DESIGNATED, Operator.IS, True, (FactTest(Fact.LIST_EFFECT, Operator.ANY_OF, ("advisory",)),))
    assert condition_in_words(test, "en") == "designated is yes or list effect any of advisory"


@pytest.mark.parametrize(
    ("test", "told"),
    [
        (FactTest(Fact.TECHNOLOGY_LEVEL, Operator.AT_LEAST, "strong"), "from (strong) on: technology level"),
        (FactTest(Fact.LIST_EFFECT, Operator.ANY_OF, ("advisory", "asset_freeze")), "(advisory)+(asset freeze)?"),
        (FactTest(Fact.LIST_EFFECT, Operator.ANY_OF, ()), "nothing?"),
        (FactTest(Fact.PARTNER_INSTITUTIONS, Operator.AT_MOST, 3), "partner institutions at most 3"),
        (FactTest(Fact.MEASURES_NEEDED, Operator.IS, False), "not: measures needed"),
    ],
)
def test_another_language_puts_the_comparison_elsewhere(test, told):
    other = {
        "{fact} at least {value}": "from {value} on: {fact}",
        "{fact} any of {value}": "{value}?",
        "{fact} is no": "not: {fact}",
        "{one}, {other}": "{one}+{other}",
        "{member}": "({member})",
    }
    assert condition_in_words(test, "xx", lambda words: other.get(words, words)) == told


def test_conditions_in_words():
    alternative = {"fact": "list_effect", "operator": "any_of", "value": ["asset_freeze"]}
    when = {"fact": "designated", "operator": "is", "value": True, "alternatives": [alternative]}
    assert sentences(lambda data: data["steps"][0].update(when=[when])) == [
        "Step “review”: only when changed from nothing to designated is yes or list effect any of asset freeze"
    ]


def test_another_language():
    japanese = {
        "{place}: {field} changed from {before} to {after}": "{place}：{field}を{before}から{after}に変更",
        "{collection} “{name}”": "{collection}「{name}」",
        "step": "手順",
        "not by the author": "作成者を除く",
        "yes": "はい",
        "no": "いいえ",
    }

    def translate(words):
        return japanese.get(words, words)

    assert sentences(lambda data: data["steps"][0].update(excludes_author=False), "ja", translate) == [
        "手順「review（日本語）」：作成者を除くをはいからいいえに変更"
    ]


def test_every_label_that_is_asked_for_is_listed():
    asked = set()

    def translate(words):
        asked.add(words)
        return words

    one, other = parse_policy(shipped("jp-manual-2025")), parse_policy(shipped("voluntary"))
    data = small_policy()
    data["steps"][0]["source"] = {**OWN, "mark": "I"}
    for change in (*compare(one, other), *compare(other, one), *compare(other, parse_policy(data))):
        in_words(change, "ja", translate)
    assert asked <= labels() | set(TEMPLATES)
    assert {"step", "due working days", "asset freeze", "security officer"} <= labels()
