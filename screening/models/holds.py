"""Why an edition is held, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.enums import HoldCode

SENTENCES: Mapping[HoldCode, Promise] = {
    HoldCode.INCOMPLETE: _("The file states %(stated)s entries; it holds %(found)s."),
    HoldCode.CUT_OFF: _("%(file)s stops in row %(row)s without a line end: it may have been cut off."),
    HoldCode.ROW_ERRORS: _("%(errors)s of %(rows)s rows could not be read."),
    HoldCode.SHRINKAGE: _("It has %(after)s entries; the present edition has %(before)s."),
    HoldCode.OLDER: _("It applies from %(effective)s; the present edition applies from %(present)s."),
    HoldCode.PREVIEW: _("It was uploaded to be looked at first."),
}

Hold = dict[str, Any]


def hold(code: HoldCode, **params: str | int) -> Hold:
    """Return one reason as it is stored with the edition."""
    return {"code": code.value, **params}


def sentence(held: Mapping[str, Any]) -> str:
    """Return the reason in the reader's language."""
    return str(SENTENCES[HoldCode(held["code"])]) % held
