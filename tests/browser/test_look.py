"""The look itself: every component at both widths, in both themes and languages."""

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.driver import EVERY_VIEW, View

GALLERY = ["worklist", "case", "hit", "form"]
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a.button, button, summary, .tabs a, .navigation a, .pagination a, .control')]
  .filter((one) => one.checkVisibility() && !one.closest('table') && !one.classList.contains('button-small'))
  .filter((one) => one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("view", EVERY_VIEW, ids=str)
@pytest.mark.parametrize("page", GALLERY)
def test_no_page_is_wider_than_its_window(look: Open, page: str, view: View) -> None:
    window = look(f"/gallery/{page}/", view)

    assert window.page.evaluate("document.documentElement.scrollWidth") <= view.width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", GALLERY)
def test_every_text_stands_out_from_what_lies_behind_it(look: Open, page: str, theme: str) -> None:
    window = look(f"/gallery/{page}/", View(theme=theme))

    assert window.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("page", GALLERY)
def test_what_one_taps_is_44_pixels_high(look: Open, page: str, width: int) -> None:
    window = look(f"/gallery/{page}/", View(width=width))

    assert window.page.evaluate(SMALL_TARGETS) == []


def test_the_focus_is_shown_by_a_ring_of_4_pixels(look: Open) -> None:
    page = look("/gallery/form/").page

    page.focus("#id_programme")

    assert page.evaluate("getComputedStyle(document.activeElement).outline") == "rgb(0, 0, 0) solid 4px"


def test_the_first_tab_stop_leads_to_the_content(look: Open) -> None:
    page = look("/gallery/case/").page

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_navigation_folds_on_a_phone_without_a_script(look: Open) -> None:
    page = look("/gallery/case/", View(width=360)).page

    assert not page.is_visible(".navigation")
    page.click(".navigation-phone > summary")

    assert page.is_visible(".navigation-phone a[aria-current=page]")


def test_print_is_black_on_white_without_the_frame(look: Open) -> None:
    page = look("/gallery/case/", View(theme="dark")).page

    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.is_visible(".navigation")
