"""What a reader does on a page before it is photographed."""

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError

EMPTY = """for (const one of document.querySelectorAll("main form")) {
  one.noValidate = true;
  for (const field of one.querySelectorAll("input[type=text], input[type=date], textarea")) field.value = "";
}"""
SENDS = "main form[method=post] button.button:visible:not([data-opens]):not(.button-quiet):not([aria-disabled])"
WORDS = "main form[method=post] :is(input[type=text], textarea):visible"
UNFOLDED = """() => {
  const folded = document.querySelectorAll("main details:not([open], .rail-phone)");
  for (const one of folded) one.open = true;
  return folded.length;
}"""
SENTENCE = "調査の途中で気づいた点をここに書いた。見本の文章であり、実在の人物・機関とは関係がない。"


def send_empty(page: Page) -> None:
    """Send the first form of the page that takes an answer, with nothing in it."""
    page.evaluate(EMPTY)
    _send(page)


def lose_session(page: Page) -> None:
    """Write something and send it after the sign-in has ended."""
    for field in page.locator(WORDS).all():
        field.fill(SENTENCE)
    page.context.clear_cookies(name="sessionid")
    page.evaluate("for (const one of document.querySelectorAll('main form')) one.noValidate = true;")
    _send(page)


def open_menu(page: Page) -> None:
    """Open the menu of the frame: one's own on a desk, the navigation on a phone."""
    page.locator("details:is(.menu, .navigation-phone) > summary:visible").first.click()


def open_search(page: Page) -> None:
    """Open the search window and look for what every office has."""
    page.keyboard.press("Control+k")
    with page.expect_response(lambda answer: "/search/" in answer.url):
        page.locator("#palette input").press_sequentially("2026")
    page.wait_for_selector("#palette .found a")


def go_by_keyboard(page: Page) -> None:
    """Walk to the first link and the first button of the content, so that the ring is seen."""
    page.locator("main :is(a.button, button):visible").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")


def unfold(page: Page) -> bool:
    """Open everything that is folded away; tell whether there was anything."""
    return bool(page.evaluate(UNFOLDED))


def _send(page: Page) -> None:
    button = page.locator(SENDS).first
    if button.count():
        with suppress(TimeoutError), page.expect_navigation(timeout=5_000):
            button.click()
