"""The main job in a real browser: recorded, screened, judged by keyboard, decided by two people, in both languages."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from duediligence.domain import monitoring
from duediligence.enums import CaseOutcome, CaseStatus
from duediligence.models import Case
from screening import runs
from tests import factories, stories
from tests.browser.conftest import Open
from tests.browser.driver import View
from tests.factories import Cast

WORDS = {
    "ja": {"recorded": "案件番号は", "unjudged": "判断されていない"},
    "en": {"recorded": "Its case is", "unjudged": "Hits not yet judged"},
}


@pytest.fixture
def office(transactional_db: None, tmp_path: Path) -> Cast:
    """Everybody at one institution, its policy and a list of one entry; no case yet."""
    cast = factories.cast()
    stories.policy_and_list(tmp_path, issued=timezone.localdate())
    return cast


def wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


def record(page: Page) -> str:
    """Type a proposal whose partner is listed, correct what was forgotten, check and record it."""
    page.fill("#id_title_ja", "極超音速流れの数値解析")
    page.fill("#id_title_en", "Simulation of hypersonic flow")
    page.fill("[name=parties-0-name]", "Exemplar Hypersonics")
    page.wait_for_selector("#check-parties-0 .chip")  # the quick look while typing
    press(page, "main button.button[value=check] >> visible=true")
    page.wait_for_selector(".error-summary:focus")
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "members-0-name"
    page.fill("[name=members-0-name]", "見本 一郎")
    page.select_option("[name=members-0-role]", "pi")
    press(page, "main button.button[value=check] >> visible=true")
    page.wait_for_selector("main .chip")  # the same look beside the answers
    assert not wide(page)
    press(page, "main form .button >> nth=0")
    return page.url.rstrip("/").rpartition("/")[2]


def screen(case: Case) -> None:
    assert case.current_run
    monitoring.act_on(runs.work(case.current_run.pk), actor=factories.SYSTEM)


def judge_by_keyboard(page: Page) -> None:
    """Open the first hit with Enter, answer with keys, choose the reason, write, name the source, press Save."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for key in ("2", "4"):
        with page.expect_response(lambda answer: "/reasons/" in answer.url):
            page.keyboard.press(key)
    page.wait_for_selector("#reasons:not(:has(optgroup)) #id_reason_code")
    page.focus("#id_reason_code")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("別名が一致する")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the evidence, which this reason asks for
    page.focus("#id_title")
    page.keyboard.type("登記")
    for _stop in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main form .actions button')"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")


def decide(page: Page, reason: str, outcome: str = "") -> None:
    if page.locator("input[name=verdict][value=approve]").count():
        page.check("input[name=verdict][value=approve]")
    if outcome:
        page.check(f"input[name=outcome][value={outcome}]")
    page.fill("main section textarea[name=reason] >> visible=true >> nth=0", reason)
    press(page, "main section form .button >> visible=true >> nth=0")


@pytest.mark.parametrize("view", [View("ja"), View("en"), View("ja", "dark", 360)], ids=str)
def test_a_proposal_becomes_a_decided_case(look: Open, office: Cast, view: View) -> None:
    words = WORDS[view.language]
    officer = look("/proposals/new/", view, office.reviewer).page
    reference = record(officer)
    assert words["recorded"] in officer.inner_text(".messages")
    case = Case.objects.get(reference=reference)
    screen(case)

    officer.goto(officer.url.partition("/cases/")[0] + f"/cases/{reference}/hits/")
    judge_by_keyboard(officer)
    second = look(f"/cases/{reference}/hits/", view, office.second_reviewer).page
    press(second, "a[data-open]")
    assert not wide(second)
    press(second, "form[action$='/review/'] .button")
    case.refresh_from_db()
    stories.assessed(case, office.reviewer)
    second.goto(second.url.partition("/cases/")[0] + f"/cases/{reference}/steps/")
    assert words["unjudged"] not in second.inner_text("main")
    decide(second, "調査のとおり")
    chief = look(f"/cases/{reference}/steps/", view, office.decision_maker).page
    decide(chief, "共同研究は行わない", CaseOutcome.NOT_PURSUED)

    case.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NOT_PURSUED)
    assert not wide(chief)


@pytest.mark.parametrize("view", [View("ja", width=360), View("en", width=360)], ids=str)
def test_no_page_of_the_daily_work_is_wider_than_a_phone(look: Open, office: Cast, view: View) -> None:
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    case = factories.case(office.submitter, now=timezone.now(), parties=(partner,))
    screen(case)
    case.refresh_from_db()
    assert case.current_run
    hit = case.current_run.hits.get()
    start = f"/cases/{case.reference}/"
    own = ["", "members/", "hits/", f"hits/{hit.pk}/", "technology/", "steps/", "history/", "revise/"]
    everywhere = ["/?tab=all", "/proposals/new/", "/policies/", "/audit/", "/settings/", "/duediligence/user/"]
    everybody = factories.user(office.institution, *factories.Role)
    page = look("/", view, everybody).page
    home = page.url.rstrip("/")
    too_wide = []
    for path in [*(f"{start}{part}" for part in own), *everywhere]:
        page.goto(f"{home}{path}")
        if wide(page):
            too_wide.append(path)

    assert too_wide == []
