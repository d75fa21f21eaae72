import re
from pathlib import Path

from django.template import Context, Template

import duediligence
from duediligence.admin.frame import Frame, Reader

HOME = Path(duediligence.__file__).parent
SHEET = (HOME / "static" / "duediligence" / "icons.svg").read_text(encoding="utf-8")


def test_a_sign_comes_from_the_sheet_and_is_silent() -> None:
    drawn = Template('{% load frame %}{% icon "search" %}').render(Context())

    assert drawn == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/duediligence/icons.svg#search"></use></svg>'
    )


def test_every_sign_that_a_template_or_a_tag_names_is_on_the_sheet() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', SHEET))
    named = set()
    for template in (HOME / "templates").rglob("*.html"):
        named |= set(re.findall(r'{% icon "([a-z]+)" %}', template.read_text(encoding="utf-8")))
    chips = (HOME / "templatetags" / "chips.py").read_text(encoding="utf-8")
    named |= set(re.findall(r'Tone\.[A-Z]+(?:,|:) "([a-z]+)"', chips))

    assert named - drawn == set()


def test_the_frame_that_a_view_made_is_kept() -> None:
    made = Frame(reader=Reader("Sato", [], ""))

    shown = Template("{% load frame %}{% site_frame as frame %}{{ frame.reader.name }}").render(
        Context({"frame": made})
    )

    assert shown == "Sato"


def test_a_page_without_a_request_has_an_empty_frame() -> None:
    shown = Template("{% load frame %}{% site_frame as frame %}{{ frame.theme }}").render(Context())

    assert shown == "auto"
