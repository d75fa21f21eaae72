"""The frame of every page and the drawn signs."""

from typing import Any

from django import template
from django.contrib import admin
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duediligence.admin.frame import Frame
from duediligence.admin.site import DueDiligenceSite

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> Frame:
    """Return the frame that the view made, or make it: the account and error pages know no admin site."""
    made = context.get("frame")
    if isinstance(made, Frame):
        return made
    request = context.get("request")
    site: Any = admin.site
    if request is None or not callable(getattr(site, "frame", None)):
        return Frame()
    return DueDiligenceSite.frame(site, request)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the sign ``name`` of the icon sheet; it repeats the word beside it and is silent to a screen reader."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("duediligence/icons.svg"),
        name,
    )
