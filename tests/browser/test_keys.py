"""What the keyboard and the switches do."""

from duediligence.models import User
from tests.browser.conftest import Open
from tests.browser.driver import View


def test_the_first_row_has_the_focus_and_j_and_k_move_it(look: Open) -> None:
    page = look("/gallery/worklist/", View(language="en")).page
    focused = "document.activeElement.textContent"

    assert page.evaluate(focused) == "Quantum sensing of underground structures"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "Cryogenic CMOS control circuits"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(focused) == "Quantum sensing of underground structures"


def test_enter_opens_the_row(look: Open) -> None:
    page = look("/gallery/worklist/").page

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/gallery/case/")


def test_a_letter_typed_into_a_field_moves_nothing(look: Open) -> None:
    page = look("/gallery/worklist/").page

    page.focus("#id_q")
    page.keyboard.type("jkt")

    assert page.input_value("#id_q") == "jkt"
    assert page.url.endswith("/gallery/worklist/")


def test_one_key_picks_an_answer(look: Open) -> None:
    page = look("/gallery/hit/").page

    page.keyboard.press("5")  # is not asked yet
    before = page.evaluate("document.querySelector('input:checked')")
    page.keyboard.press("2")
    page.keyboard.press("5")
    picked = page.evaluate("[...document.querySelectorAll('input:checked')].map((one) => one.value)")
    page.keyboard.press("1")
    hidden = page.evaluate("document.querySelector('.follows').getClientRects().length")

    assert (before, picked, hidden) == (None, ["yes", "not_relevant"], 0)


def test_ctrl_k_searches_and_enter_goes_there(look: Open, administrator: User) -> None:
    page = look("/accounts/password/change/", user=administrator).page

    page.keyboard.press("Control+k")
    page.keyboard.type("設定")
    page.wait_for_selector('#palette-found a[aria-selected="true"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/settings/")


def test_escape_closes_a_menu_and_gives_the_focus_back(look: Open, administrator: User) -> None:
    page = look("/settings/", user=administrator).page

    page.click("details.menu > summary")
    assert page.is_visible(".menu-list")
    page.keyboard.press("Escape")

    assert not page.is_visible(".menu-list")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_appearance_is_kept(look: Open, administrator: User) -> None:
    page = look("/settings/", user=administrator).page

    page.click("[data-preference=theme]")
    page.click("[data-preference=theme]")
    page.reload()

    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_language_switch_comes_back_to_the_same_page(look: Open, administrator: User) -> None:
    page = look("/settings/", user=administrator).page

    with page.expect_navigation():
        page.click("header button[value=en]")

    assert page.get_attribute("html", "lang") == "en"
    assert page.url.endswith("/settings/")


def test_dense_rows_are_kept(look: Open) -> None:
    page = look("/gallery/worklist/").page
    height = "document.querySelector('tbody tr').offsetHeight"
    roomy = page.evaluate(height)

    page.click("[data-preference=density]")
    assert page.evaluate(height) < roomy
    page.reload()

    assert page.get_attribute("html", "data-density") == "compact"


def test_a_confirmation_opens_and_cancels(look: Open) -> None:
    page = look("/gallery/case/").page

    page.click("[data-opens=withdraw]")
    assert page.evaluate("document.querySelector('#withdraw').matches(':modal')")
    page.click("#withdraw [data-closes]")

    assert not page.is_visible("#withdraw")


def test_a_dropped_file_is_in_its_field(look: Open) -> None:
    page = look("/gallery/form/").page
    dropped = """() => {
      const carried = new DataTransfer();
      carried.items.add(new File(['a'], 'members.csv'));
      const drop = new DragEvent('drop', {dataTransfer: carried, cancelable: true});
      document.querySelector('[data-drop]').dispatchEvent(drop);
    }"""

    page.evaluate(dropped)

    assert page.inner_text("[data-file-name]") == "members.csv"


def test_an_error_of_the_summary_leads_to_its_field(look: Open) -> None:
    page = look("/gallery/form/").page

    with page.expect_navigation():
        page.click("main form .button >> nth=0")
    page.click(".error-summary a >> nth=0")

    assert page.url.endswith("#id_programme")
