"""Nationality, residency, race, religion and culture are never inputs to a rule."""

import pytest

from duediligence.policy.check_fairness import forbidden_word
from duediligence.policy.parse import check_policy
from tests.duediligence.policy.sample import found, small_policy, step, text, with_steps, words


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask for the nationality",
        "NATIONALITIES",
        "ｎａｔｉｏｎａｌｉｔｙ",
        "natio\u00adnality",
        "na\u200btionality",
        "n a t i o n a l i t y",
        "applicant_nationality",
        "applicantNationality",
        "dual-citizenship",
        "Japanese citizens only",
        "Chinese nationals",
        "foreign nationals",
        "foreign-born staff",
        "born in another country",
        "race",
        "racial background",
        "ethnic group",
        "Ethnicity",
        "religion",
        "religious belief",
        "muslim",
        "cultural background",
        "Culture",
        "residency status",
        "non-resident",
        "permanent residence",
        "country of birth",
        "country_of_origin",
        "national origin",
        "of Korean descent",
        "mother tongue",
        "native language",
        "passport",
        "Russian researchers",
        "国籍",
        "國籍",
        "国 籍",
        "外国籍の者",
        "人種",
        "多国籍の研究者",
        "人の出自",
        "門地",
        "民族",
        "宗教",
        "信仰する宗派",
        "イスラム教",
        "文化的背景",
        "異文化",
        "出身国",
        "出生地",
        "母国",
        "母語",
        "非居住者",
        "永住権",
        "在留資格",
        "外国人研究者",
        "中国人",
        "中国系",
        "ロシア人",
        "帰化",
        "肌の色",
    ],
)
def test_words_that_no_rule_may_name(sentence):
    assert forbidden_word(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "national competitive grants",
        "international joint research",
        "trace the source",
        "a race condition in the controller",
        "cell culture facility",
        "a research culture of openness",
        "agricultural machinery",
        "gradient descent",
        "in good faith",
        "the seat of the organisation",
        "China Defence Universities Tracker",
        "home institution",
        "外国の人材採用プログラム",
        "外国人材採用",
        "国際共同研究",
        "文化庁",
        "安全文化の醸成",
        "全国系列",
        "メンバー人数",
        "輸出自主管理",
        "専門地域",
        "精神道徳",
        "多国籍企業",
        "中国人民解放軍",
        "パートナー人材",
        "本人",
        "個人",
        "研究者の人件費",
        "教育",
    ],
)
def test_words_that_are_free(sentence):
    assert forbidden_word(sentence) == ""


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d["steps"][0]["name"].update(en="Check nationality"), "steps[0].name.en"),
        (lambda d: d["measures"][0]["description"].update(ja="国籍を確かめる"), "measures[0].description.ja"),
        (lambda d: d["checklists"][0]["points"][0].update(text=text("Religion")), None),
        (lambda d: d["reason_codes"][0]["text"].update(en="Of another race"), "reason_codes[0].text.en"),
        (lambda d: d["assessment_rules"][0]["text"].update(ja="文化的背景"), "assessment_rules[0].text.ja"),
        (lambda d: d["list_bindings"][0]["legal_note"].update(en="citizens"), None),
        (lambda d: d["declaration_form"]["items"][0]["name"].update(en="Religion"), None),
        (lambda d: d["declaration_form"]["name"].update(ja="宗教"), "declaration_form.name.ja"),
        (lambda d: d["windows"][0].update(code="residency"), None),
        (lambda d: d["summary"].update(en="For Muslim applicants"), "summary.en"),
    ],
)
def test_a_policy_that_names_them_anywhere_is_refused(change, path):
    data = small_policy()
    change(data)
    refused = [place for place, code in found(data) if code == "forbidden_attribute"]
    assert refused
    assert path is None or refused == [path]


def test_the_refusal_says_why():
    data = small_policy()
    data["steps"][0]["name"]["en"] = "Check nationality"
    assert words(data) == [
        "steps[0].name.en: names “nationality”: nationality, residency, race, religion and culture "
        "are never inputs to a rule"
    ]


def test_a_condition_on_them_is_refused_twice_over():
    when = [{"fact": "nationality", "operator": "is", "value": "XX"}]
    data = with_steps(step("one", "confirm", "security_officer", ["review"], when=when))
    assert found(data) == [
        ("steps[2].when[0].fact", "forbidden_attribute"),
        ("steps[2].when[0].fact", "unknown_choice"),
    ]


def test_a_key_that_names_them_is_refused():
    data = small_policy()
    data["steps"][0]["exclude_ethnicities"] = []
    assert found(data) == [
        ("steps[0].exclude_ethnicities", "forbidden_attribute"),
        ("steps[0].exclude_ethnicities", "unknown_key"),
    ]


def test_the_masked_items_the_consent_and_the_titles_of_sources_may_name_them():
    data = small_policy()
    data["sources"][0]["title"]["ja"] = "国籍による差別の禁止"
    data["declaration_form"]["light_forms"][0]["items"].append("nationality")
    data["declaration_form"]["items"][1]["help"] = text("Your nationality, for the deemed-export test")
    assert check_policy(data) == []


def test_an_item_that_is_not_masked_may_not_ask():
    data = small_policy()
    data["declaration_form"]["items"][1]["masked"] = False
    assert {code for _, code in found(data)} == {"must_be_masked", "forbidden_attribute"}


def test_another_masked_item_may_not_ask_either():
    data = small_policy()
    data["declaration_form"]["items"][1]["code"] = "origin"
    assert {code for _, code in found(data)} == {"only_masked_here", "forbidden_attribute"}


@pytest.mark.parametrize("code", ["nationality", "deemed_export"])
def test_a_checklist_cannot_lean_on_the_masked_items(code):
    data = small_policy()
    data["declaration_form"]["items"].append(
        {**data["declaration_form"]["items"][1], "code": "deemed_export", "number": 12}
    )
    data["checklists"][0]["points"][0]["items"] = [code]
    assert found(data) == [("checklists[0].points[0].items[0]", "forbidden_attribute")]
