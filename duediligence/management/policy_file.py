"""Policy files as the commands meet them."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from duediligence.policy.document import read_document
from duediligence.policy.faults import Fault


def read_policy_file(file: Path) -> Any:
    """Return the plain data of a file.

    Raises ``PolicyRefused`` when it is no JSON, ``CommandError`` when it cannot be read.
    """
    try:
        return read_document(file.read_bytes())
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}
        ) from error


def sentence(fault: Fault) -> str:
    """Return a fault in the reader's language, with its place."""
    place = fault.path or _("the policy")
    return f"{place}: {_(fault.message).format_map(fault.params)}"
