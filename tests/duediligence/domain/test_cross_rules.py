"""Each rule asks when two statements do not fit, and is silent when they do."""

import pytest

from duediligence.domain.cross_rules import MemberFacts, questions_about
from duediligence.enums import CrossCheckKind as Kind
from duediligence.policy.answers import ItemAnswer, Row

PROGRAMME: Row = {"period": "2019-01/2020-01", "programme": "Example Talent Plan", "host_body": "Example Institute"}
SUPPORT: Row = {"month": "2019-01", "content": "旅費", "provider": "EXAMPLE  Institute", "period": "2019-01/2020-01"}


def post(organization: str, period: str, content: str = "教授") -> Row:
    return {"organization": organization, "period": period, "content": content}


def asked(own_lists=(), listed=None, affiliation=(), **items: tuple[Row, ...]) -> list[tuple[Kind, tuple[str, ...]]]:  # type: ignore[no-untyped-def]
    answers = {code: ItemAnswer(rows=rows) for code, rows in items.items()}
    member = MemberFacts(1, "見本 一郎", answers, own_lists, listed or {}, affiliation, "2026-04")
    return [(one.kind, one.facts) for one in questions_about(member)]


def test_an_empty_declaration_asks_nothing() -> None:
    assert asked() == []


@pytest.mark.parametrize(("said", "lists", "count"), [("no", ("un_sc",), 1), ("yes", ("un_sc",), 0), ("no", (), 0)])
def test_own_listing_against_screening(said: str, lists: tuple[str, ...], count: int) -> None:
    found = asked(own_lists=lists, own_listing=({"listed": said},))
    assert found == [(Kind.OWN_LISTING_FOUND, ("un_sc",))] * count


def test_a_listed_employer_that_is_not_declared_as_one() -> None:
    listed = {("career", "Example Institute"): ("jp_meti_eul",), ("research_funding", "Example Fund"): ("un_sc",)}
    body = {"period": "2019-01/2020-01", "body": "example institute, Department of Tests"}

    assert asked(listed=listed) == [(Kind.LISTED_BODY_NOT_DECLARED, ("Example Institute", "jp_meti_eul"))]
    assert (
        asked(listed=listed, listed_affiliations=(body,), career=(post("Example Institute", "2019-01/2020-01"),)) == []
    )


@pytest.mark.parametrize("item", ["papers", "patents"])
def test_work_with_somebody_listed_that_is_not_declared_as_a_relation(item: str) -> None:
    listed = {(item, "Jane Placeholder"): ("un_sc", "us_1286")}
    relation = {"month": "2022-05", "body": "Example Institute", "researcher": "JANE  Placeholder"}

    assert asked(listed=listed) == [(Kind.LISTED_RELATION_NOT_DECLARED, ("Jane Placeholder", "un_sc", "us_1286"))]
    assert asked(listed=listed, listed_relations=(relation,)) == []


def test_a_programme_on_section_1286() -> None:
    listed = {("talent_programmes", "Example Talent Plan"): ("us_1286",), ("talent_programmes", "Other"): ("un_sc",)}
    assert asked(listed=listed) == [(Kind.PROGRAMME_LISTED, ("Example Talent Plan",))]


def test_a_post_that_is_missing_in_the_career() -> None:
    found = asked(talent_programmes=(PROGRAMME,), other_support=(SUPPORT,), career=(post("東都大学", "2018-04/"),))
    assert found == [(Kind.POST_MISSING, ("Example Institute", "2019-01/2020-01"))]
    career = (post("Example Institute", "2019-01/2020-01", "客員研究員"),)
    assert asked(talent_programmes=(PROGRAMME,), other_support=(SUPPORT,), career=career) == []


def test_a_form_that_asks_for_no_career_misses_nothing_in_it() -> None:
    paid = ({**SUPPORT, "content": "給与"},)
    assert asked(affiliation=("東都大学",), talent_programmes=(PROGRAMME,), other_support=paid) == []


@pytest.mark.parametrize(
    ("content", "count"),
    [("給与", 1), ("Salary", 1), ("年俸", 1), ("工资", 1), ("奨学金", 0), ("無報酬", 0), ("unpaid, no salary", 0)],
)
def test_pay_from_a_body_without_a_post(content: str, count: int) -> None:
    paid = {**SUPPORT, "content": content}
    facts = ("EXAMPLE  Institute", content, "2019-01/2020-01")
    assert asked(other_support=(paid,), career=(post("東都大学", "2018-04/"),)) == [(Kind.PAYER_MISSING, facts)] * count
    assert asked(other_support=(paid,), career=(post("Example Institute", "2019-01/2020-01"),)) == []


@pytest.mark.parametrize(
    ("organization", "period", "count"),
    [
        ("東都大学", "2018-04/", 0),
        ("国立大学法人東都大学", "2018-04/", 0),
        ("東都大学 大学院工学研究科", "2018-04/2029-03", 0),
        ("Toto University", "2018-04/2026-04", 0),
        ("東都大学", "2018-04/2026-03", 1),
        ("西都大学", "2018-04/", 1),
    ],
)
def test_the_present_affiliation_among_the_posts_that_go_on(organization: str, period: str, count: int) -> None:
    found = asked(affiliation=("東都大学", "Toto University"), career=(post(organization, period),))
    assert found == [(Kind.AFFILIATION_MISSING, ("東都大学",))] * count


def test_a_programme_without_any_support_from_its_host() -> None:
    career = (post("Example Institute", "2019-01/2020-01", "客員研究員"),)
    facts = ("Example Talent Plan", "Example Institute", "2019-01/2020-01")
    assert asked(talent_programmes=(PROGRAMME,), career=career) == [(Kind.SUPPORT_MISSING, facts)]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (post("A", "2018-04/2020-03"), post("B", "2019-04/"), 1),
        (post("A", "2018-04/"), post("B", "2019-04/"), 1),
        (post("A", "2018-04/2020-03"), post("B", "2020-03/"), 0),
        (post("A", "2018-04/2019-03"), post("B", "2019-04/"), 0),
        (post("A", "2018-04/2020-03"), post("Ａ", "2019-04/", "部長"), 0),
        (post("東都大学 工学部", "2018-04/2020-03"), post("東都大学大学院", "2019-04/", "部長"), 0),
        (post("A", "2018-04/2020-03"), post("B", "2019-04/", "Visiting fellow"), 0),
        (post("A", "2018-04/2020-03", "名誉教授"), post("B", "2019-04/"), 0),
    ],
)
def test_overlapping_posts(one: Row, other: Row, count: int) -> None:
    kinds = [kind for kind, _facts in asked(career=(one, other))]
    assert kinds == [Kind.POSTS_OVERLAP] * count


def test_the_same_question_is_asked_once() -> None:
    assert len(asked(talent_programmes=(PROGRAMME, PROGRAMME))) == 1


@pytest.mark.parametrize(
    "lesser",
    [
        "招聘研究員",
        "客座教授",
        "兼務",
        "大学院生",
        "博士後期課程",
        "パートタイム職員",
        "リサーチアシスタント",
        "TA",
        "Guest professor",
        "PhD student",
    ],
)
def test_a_lesser_post_beside_another_one_overlaps_nothing(lesser: str) -> None:
    assert asked(career=(post("A", "2018-04/"), post("B", "2019-04/", lesser))) == []


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("西都大学生産技術研究所", "教授"),
        ("見本学生支援機構", "課長"),
        ("西都大学", "学生部長"),
        ("株式会社クロスリンク", "研究員"),
        ("見本無給油ポンプ", "研究員"),
        ("西都大学", "Dean of Student Affairs"),
        ("見本パートナーズ", "研究員"),
    ],
)
def test_a_full_post_whose_name_only_looks_like_a_lesser_one_overlaps(body: str, held: str) -> None:
    [(kind, _facts)] = asked(career=(post("東都大学", "2018-04/"), post(body, "2019-04/", held)))
    assert kind == Kind.POSTS_OVERLAP
