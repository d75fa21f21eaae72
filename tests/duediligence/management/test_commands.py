"""The commands an operator runs: what they print, and how they refuse."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from duediligence.enums import StepKind, StepStatus
from duediligence.management.demo import office
from duediligence.models import AuditEvent, Case, Institution, PolicyEdition, guards
from tests import factories, stories

pytestmark = pytest.mark.django_db
DEMONSTRATION = Path(__file__).parents[3] / "docs" / "demonstration.md"
VOLUNTARY = stories.POLICIES / "voluntary.json"


def run(*words: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command(*map(str, words), stdout=out)
    return out.getvalue()


def test_check_policy_finds_nothing_wrong_with_what_ships() -> None:
    for path in stories.POLICIES.glob("*.json"):
        assert run("check_policy", path) == f"{path}: no faults.\n"


def test_check_policy_names_every_fault_by_its_path(tmp_path: Path) -> None:
    content = json.loads(VOLUNTARY.read_text())
    content["steps"][0]["after"] = ["approval"]
    content["steps"][1]["approvers"] = 0
    content["measures"][0]["description"]["en"] = "Only for people of some nationality"
    file = tmp_path / "faulty.json"
    file.write_text(json.dumps(content))
    out = StringIO()
    with translation.override("en"), pytest.raises(CommandError, match="3 faults"):
        call_command("check_policy", str(file), "--json", stdout=out)
    found = [(fault["path"], fault["code"]) for fault in map(json.loads, out.getvalue().splitlines())]
    assert found == [
        ("measures[0].description.en", "forbidden_attribute"),
        ("steps[0].after[0]", "cycle"),
        ("steps[1].approvers", "out_of_range"),
    ]


def test_check_policy_refuses_what_is_no_json_and_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"code": ')
    with pytest.raises(CommandError, match="1 fault"):
        run("check_policy", file)
    with pytest.raises(CommandError, match="cannot be read"):
        run("check_policy", tmp_path / "absent.json")


def test_load_policy_makes_a_draft_and_publishes_on_request() -> None:
    home = factories.institution()
    run("load_policy", VOLUNTARY, "--institution", home.code)
    told = json.loads(run("load_policy", VOLUNTARY, "--publish", "--json"))
    digest = PolicyEdition.objects.get(status="published").sha256
    assert told == {"code": "voluntary", "edition": "2026-1", "status": "published", "sha256": digest}
    assert list(PolicyEdition.objects.order_by("pk").values_list("institution", "status")) == [
        (home.pk, "draft"),
        (None, "published"),
    ]


def test_load_policy_refuses_faults_and_unknown_institutions(tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text("{}")
    with pytest.raises(CommandError, match=r"empty\.json: code: is missing"):
        run("load_policy", file)
    with pytest.raises(CommandError, match="no institution “nowhere”"):
        run("load_policy", VOLUNTARY, "--institution", "nowhere")
    assert not PolicyEdition.objects.exists()


def test_verify_audit_says_that_the_chain_is_whole_and_anchors_it(tmp_path: Path) -> None:
    factories.policy()
    anchor = tmp_path / "anchor.json"
    assert run("verify_audit", "--save-anchor", anchor) == "2 events in 1 chains: whole.\n"
    assert json.loads(anchor.read_text())["platform"][0] == 2
    assert run("verify_audit", "--anchor", anchor, "--json") == '{"breaks": [], "missing_triggers": []}\n'


def test_verify_audit_names_the_first_broken_row_and_missing_triggers() -> None:
    factories.policy()
    connection.check_constraints()
    guards.remove(connection)
    with pytest.raises(CommandError, match="triggers are missing"):
        run("verify_audit")
    AuditEvent.objects.filter(seq=1).update(reason="forged")
    with pytest.raises(CommandError, match="platform, row 1: its content was altered"):
        run("verify_audit")


def test_verify_audit_refuses_a_file_that_is_no_anchor(tmp_path: Path) -> None:
    file = tmp_path / "anchor.json"
    file.write_text("[1]")
    with pytest.raises(CommandError, match="no anchor file"):
        run("verify_audit", "--anchor", file)


def test_export_audit_writes_every_row_with_its_hash(tmp_path: Path) -> None:
    home = factories.institution("export")
    factories.policy()
    factories.proposal(factories.user(home, factories.Role.RESEARCHER))
    file = tmp_path / "audit.jsonl"
    run("export_audit", "--output", file, "--institution", home.code)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["hash"] for row in rows] == list(
        AuditEvent.objects.filter(institution=home).order_by("seq").values_list("hash", flat=True)
    )
    with pytest.raises(CommandError, match="no institution"):
        run("export_audit", "--institution", "nowhere")
    assert run("export_audit", "--institution", home.code) == file.read_text()
    with pytest.raises(CommandError, match=r"nowhere/a\.jsonl cannot be written: No such file"):
        run("export_audit", "--output", tmp_path / "nowhere" / "a.jsonl")


@time_machine.travel(factories.NOW, tick=False)
def test_rescreen_screens_the_chosen_cases(tmp_path: Path) -> None:
    case = stories.monitored(factories.cast(), tmp_path)
    assert run("rescreen", "--all") == f"{case.reference}: Complete, Monitoring\n"
    pinned = case.editions.get().edition
    assert run("rescreen", "--since-edition", pinned.pk) == ""
    told = json.loads(run("rescreen", "--case", case.reference, "--json"))
    assert told == {"case": case.reference, "run": "complete", "status": "monitoring"}


def test_rescreen_refuses_what_is_not_there_or_not_monitored(tmp_path: Path) -> None:
    case = stories.screened_case(factories.cast(), tmp_path)
    for words, problem in (
        (("--case", case.reference), "not monitored"),
        (("--case", "NOWHERE-1"), "no case"),
        (("--since-edition", 999), "no list edition"),
    ):
        with pytest.raises(CommandError, match=problem):
            run("rescreen", *words)


def shown_by(story: dict[str, Any]) -> Case:
    return Case.objects.get(revision__title_ja=story.get("title_ja", ""), revision__title_en=story.get("title_en", ""))


def facts(case: Case) -> tuple[str, str, set[str], set[str]]:
    """Return status, outcome, how the hits were judged, and what happened that not every case sees."""
    happened = {"hit.second_reviewed", "measure.agree", "consent.given", "confirmation.returned", "case.reopened"}
    events = AuditEvent.objects.filter(case_reference=case.reference, verb__in=happened)
    seen = set(events.values_list("verb", flat=True))
    late = case.steps.filter(status=StepStatus.OPEN, due_date__lt=timezone.localdate()).exclude(kind=StepKind.MONITOR)
    if late.exists():
        seen.add("late")
    if case.current_run and case.current_run.hits.exists():
        seen.add("hits")
    return case.status, case.outcome, set(case.dispositions.values_list("judgement", flat=True)), seen


ROUTES = {
    "clear": ("closed", "no_mitigation", set(), set()),
    "false_positive_common_name": ("in_progress", "undecided", {"false_positive"}, {"hits", "hit.second_reviewed"}),
    "true_hit_listed_institution": (
        *("in_progress", "undecided", {"true_match_relevant"}),
        {"hits", "hit.second_reviewed"},
    ),
    "kanji_spelling": ("in_progress", "undecided", set(), {"hits"}),
    "simplified_spelling": ("in_progress", "undecided", set(), {"hits"}),
    "romanised_spelling": ("in_progress", "undecided", set(), {"hits"}),
    "student_with_foreign_scholarship": ("in_progress", "undecided", set(), set()),
    "listed_alias_of_partner": ("in_progress", "undecided", {"true_match_relevant"}, {"hits"}),
    "sensitive_technology_harmless_partner": (
        *("in_progress", "mitigation", set()),
        {"measure.agree", "consent.given"},
    ),
    "late": ("in_progress", "undecided", set(), {"late"}),
    "returned_by_funder": ("in_progress", "undecided", set(), {"confirmation.returned"}),
    "monitored_reopened_by_new_edition": ("in_progress", "undecided", set(), {"case.reopened", "hits"}),
    "monitored": ("monitoring", "no_mitigation", set(), set()),
    "english_new": ("in_progress", "undecided", set(), set()),
}


def test_the_demonstration_is_refused_where_somebody_else_has_its_names() -> None:
    at = factories.institution(code="toto", is_demo=False)
    factories.user(at, username="officer")

    with pytest.raises(CommandError, match=r"uses some of its names already \(toto, officer\)"):
        run("seed_demo")

    assert Institution.objects.count() == 1


def test_the_demonstration_needs_the_reference_first() -> None:
    with pytest.raises(CommandError, match="No published policy covers this proposal"):
        run("seed_demo")
    assert not Institution.objects.exists()


def test_the_demonstration_shows_every_route_and_is_made_once() -> None:
    run("load_reference")
    run("seed_demo")
    cases = Case.objects.in_bulk(field_name="reference")
    routes = {story["story"]: shown_by(story) for story in office.read("proposals.json")}
    assert len(cases) == len(routes) == 14
    assert {name: facts(case) for name, case in routes.items()} == ROUTES
    described = re.findall(r"^\| ([^|`]+) \| [^|]+ \| [^|]+ \|$", DEMONSTRATION.read_text(), re.MULTILINE)
    assert sorted(described[1:]) == sorted(str(case.revision) for case in cases.values())
    student = routes["student_with_foreign_scholarship"].revision
    assert (
        student.memberships.filter(role="student").exists() and student.parties.filter(note__contains="奨学金").exists()
    )
    alias = routes["listed_alias_of_partner"].current_run.hits.get(source_code="jp_meti_eul")  # type: ignore[union-attr]
    assert alias.entry.primary_name != alias.matched_name == "Beihang University"
    topic = routes["sensitive_technology_harmless_partner"].current_run
    assert topic.technology_hits.filter(area_code__endswith="09").exists()  # type: ignore[union-attr]
    assert set(Case.objects.values_list("current_run__status", flat=True)) == {"complete"}
    spellings = ("西北工業大学", "西北工业大学", "Northwestern Polytechnical Univ.")
    for spelling in spellings:
        hits = Case.objects.get(revision__parties__organisation__name=spelling).current_run.hits  # type: ignore[union-attr]
        assert hits.filter(source_code="jp_meti_eul", entry__primary_name__startswith="Northwestern").exists()
    assert run("seed_demo") == "The demonstration office is there already.\n"
    assert Institution.objects.count() == 1
    report = run("due_report", "--json").splitlines()
    assert [json.loads(line)["case"] for line in report] == sorted(cases)
    assert len(run("due_report", "--open").splitlines()) == 14
