"""The policies that ship: they pass, and say what the procedure asks for."""

import pytest

from duediligence.enums import CaseBasis, ListEffect, MeasureKind, Role, StepKind, TechnologyAction
from duediligence.policy.form import DEEMED_EXPORT_ITEMS
from duediligence.policy.parse import check_policy, parse_policy
from duediligence.policy.text import Mark
from tests.duediligence.policy.sample import shipped

BOTH = ["jp-manual-2025", "voluntary"]


@pytest.mark.parametrize("name", BOTH)
def test_passes_the_check(name):
    assert [str(fault) for fault in check_policy(shipped(name))] == []


def test_the_manual_route():
    policy = parse_policy(shipped("jp-manual-2025"))
    assert policy.applies_to == (CaseBasis.DESIGNATED,)
    assert [(step.name.ja, step.kind, step.role) for step in policy.steps] == [
        ("部局確認", StepKind.CONFIRM, Role.DEPARTMENT_OFFICER),
        ("研究セキュリティ担当の調査", StepKind.INVESTIGATE, Role.SECURITY_OFFICER),
        ("責任者の決定", StepKind.DECIDE, Role.DECISION_MAKER),
        ("配分機関への提出", StepKind.SUBMIT, Role.SECURITY_OFFICER),
        ("配分機関の確認", StepKind.EXTERNAL, Role.FUNDER),
        ("政府の確認", StepKind.EXTERNAL, Role.GOVERNMENT),
        ("モニタリング", StepKind.MONITOR, Role.SECURITY_OFFICER),
    ]


def test_the_voluntary_route_is_one_reviewer_and_one_approver():
    policy = parse_policy(shipped("voluntary"))
    assert policy.applies_to == (CaseBasis.ORDINARY, CaseBasis.VOLUNTARY)
    assert [(step.code, step.role, step.approvers) for step in policy.steps] == [
        ("review", Role.SECURITY_OFFICER, 1),
        ("approval", Role.DECISION_MAKER, 1),
    ]
    assert policy.kept_apart("approval") == {"review"}


def test_the_thirteen_items():
    form = parse_policy(shipped("jp-manual-2025")).declaration_form
    assert [(item.number, item.name.ja) for item in form.items] == [
        (1, "学歴"),
        (2, "研究経歴・職歴"),
        (3, "研究費受給歴"),
        (4, "研究費以外の支援"),
        (5, "発表論文"),
        (6, "特許"),
        (7, "外国の人材採用プログラム参加歴"),
        (8, "処分歴"),
        (9, "リスト掲載の有無"),
        (10, "リスト掲載機関への所属歴"),
        (11, "リスト掲載機関の研究者との関係"),
        (12, "非居住者・特定類型該当性"),
        (13, "国籍"),
    ]
    assert {item.code for item in form.items if item.masked} == DEEMED_EXPORT_ITEMS
    assert [question.code for question in form.item("deemed_export").questions] == [
        "non_resident",
        "category_1",
        "category_2",
        "category_3",
    ]


@pytest.mark.parametrize("name", BOTH)
def test_the_lists_bound(name):
    policy = parse_policy(shipped(name))
    assert policy.required_lists() == ("jp_meti_eul", "us_1286", "ca_nro", "un_sc")
    assert {binding.list_code: binding.effect for binding in policy.list_bindings} == {
        "jp_meti_eul": ListEffect.LICENCE_TRIGGER,
        "us_1286": ListEffect.FUNDING_BAR,
        "ca_nro": ListEffect.FUNDING_BAR,
        "un_sc": ListEffect.ASSET_FREEZE,
        "us_csl": ListEffect.LICENCE_TRIGGER,
        "us_ofac_sdn": ListEffect.ASSET_FREEZE,
        "jp_mof_asset_freeze": ListEffect.ASSET_FREEZE,
        "eu_fsf": ListEffect.ASSET_FREEZE,
        "uk_sanctions": ListEffect.ASSET_FREEZE,
        "au_aspi_cdut": ListEffect.ADVISORY,
        "us_bis_dpl": ListEffect.LICENCE_TRIGGER,
        "own_watch_list": ListEffect.OWN_WATCH_LIST,
    }


@pytest.mark.parametrize("name", BOTH)
def test_only_jp20_asks_for_review(name):
    actions = {
        binding.list_code: (binding.actions.possible, binding.actions.strong)
        for binding in parse_policy(shipped(name)).technology_bindings
    }
    assert actions.pop("JP20") == (TechnologyAction.REVIEW, TechnologyAction.REVIEW)
    assert set(actions.values()) == {(TechnologyAction.INFORM, TechnologyAction.INFORM)}


@pytest.mark.parametrize("name", BOTH)
def test_all_eight_measures(name):
    assert {measure.kind for measure in parse_policy(shipped(name)).measures} == set(MeasureKind)


@pytest.mark.parametrize("name", BOTH)
def test_where_the_manual_is_silent_the_choice_is_called_own(name):
    policy = parse_policy(shipped(name))
    silent = (*policy.retention, *policy.intervals, *policy.reason_codes, *policy.assessment_rules)
    assert {part.source.mark for part in silent} == {Mark.OWN}
