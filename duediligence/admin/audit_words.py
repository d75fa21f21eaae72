"""What an event of the audit log says, in words: the fields it changed, what they held, why it happened by itself."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.days import day, moment
from duediligence.messages import FIELD_NAMES
from duediligence.models import AuditEvent

FIELDS: Mapping[str, Text] = {
    "about": _("About"),
    "answer": _("Answer"),
    "answers": _("Answer"),
    "count": _("Number"),
    "due": _("Due"),
    "edition": _("Edition"),
    "entry": _("List entry"),
    "expires": _("Expires"),
    "file": _("File"),
    "is_material": _("material change"),
    "item": _("Item"),
    "judgement": _("Judgement"),
    "kind": _("Kind"),
    "language": _("Language"),
    "list": _("List"),
    "measures": _("Measures"),
    "new_hits": _("New hits"),
    "number": _("Number"),
    "officer": _("Officer"),
    "owner": _("Officer"),
    "place": _("Place"),
    "policy": _("Policy"),
    "policy_sha256": _("Content hash of the policy"),
    "prefix": _("Start of the key"),
    "problems": _("Problem"),
    "purpose": _("Purpose"),
    "renamed": _("Entries that were judged have another name"),
    "responsible": _("Responsible"),
    "revision": _("Revision"),
    "round": _("Round"),
    "sha256": _("Content hash"),
    "size": _("Size (bytes)"),
    "status": _("Status"),
    "step": _("Step"),
    "steps": _("Steps"),
    "subjects": _("Names screened"),
    "to": _("To"),
    "touches": _("Cases that it touches"),
    "vanished": _("Hits no longer found"),
    "version": _("Version"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def change_words(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Return the fields of an event with what they held before and hold after."""
    names = list(dict.fromkeys([*event.before, *event.after]))
    return [_line(name, _field(event.object_type, name), event) for name in names]


def _line(name: str, field: "models.Field[Any, Any] | None", event: AuditEvent) -> tuple[str, str, str]:
    words = FIELDS.get(name) or (field.verbose_name if field else "") or FIELD_NAMES.get(name, name)
    choices = {str(value): text for value, text in field.flatchoices} if field else {}
    return str(words), _plain(event.before.get(name), choices), _plain(event.after.get(name), choices)


def _field(object_type: str, name: str) -> "models.Field[Any, Any] | None":
    try:
        found = apps.get_model("duediligence", object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, models.Field) else None


def _plain(value: Any, choices: Mapping[str, Any]) -> str:
    if value in (None, "", [], {}):
        return "‐"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(_plain(one, choices) for one in value)
    if isinstance(value, list) and all(isinstance(one, list) for one in value):
        return "; ".join(" · ".join(map(str, one)) for one in value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value in choices:
        return str(choices[value])
    if _DAY.match(value):
        return day(dt.date.fromisoformat(value))
    return moment(dt.datetime.fromisoformat(value)) if _MOMENT.match(value) else value
