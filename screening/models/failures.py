"""Why a look at the publisher failed, in words that say what a person can do about it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from screening.importers.faults import ImportRefused
from screening.importers.messages import MESSAGES

SENTENCES: Mapping[str, Promise] = {
    "bad_address": _(
        "“%(detail)s” is not an address that can be asked. Upload the file by hand and tell whoever runs this system."
    ),
    "not_encrypted": _(
        "%(detail)s is not encrypted (https); nothing was fetched. Upload the file by hand and tell "
        "whoever runs this system."
    ),
    "host_unknown": _(
        "The host %(detail)s was not found. It is tried again; if it lasts, have the network and its name service "
        "looked at."
    ),
    "private_address": _(
        "The address leads into a private network (%(detail)s); nothing was fetched. Have the name service and the "
        "proxy looked at."
    ),
    "redirected_elsewhere": _(
        "The publisher sends us on to another place (%(detail)s), which is not followed. Look at the official page "
        "and upload the file by hand."
    ),
    "too_many_redirects": _(
        "The publisher sends us on in a circle (%(detail)s). Look at the official page and upload the file by hand."
    ),
    "not_trusted": _(
        "The publisher's certificate could not be verified; nothing was fetched. Have the clock, the certificates "
        "and the proxy of this machine looked at (%(detail)s)."
    ),
    "too_slow": _(
        "The publisher answered too slowly and the fetch was given up (%(detail)s). It is tried again; if it lasts, "
        "upload the file by hand."
    ),
    "connection_lost": _(
        "The connection broke before the file was complete; nothing of it was used (%(detail)s). It is tried again; "
        "if it lasts, upload the file by hand."
    ),
    "server_error": _(
        "The publisher's server is in trouble (%(detail)s). It is tried again; if it lasts, look at the official page."
    ),
    "refused_by_server": _(
        "The publisher refuses the file at this address (%(detail)s). Look at the official page: it may have moved. "
        "Upload the file by hand."
    ),
    "too_large": _(
        "The file is larger than %(detail)s bytes; nothing of it was used. Look at the official page: is it the "
        "right file?"
    ),
    "wrong_type": _(
        "What came is no list file (%(detail)s), most often a page that says that something is wrong. Look at the "
        "official page and upload the file by hand."
    ),
    "nothing_known": _(
        "The publisher says that nothing changed, yet no edition came from there. Upload the file by hand."
    ),
}

Failure = dict[str, Any]


def failure(code: str, detail: str = "") -> Failure:
    """Return why nothing could be fetched, as it is stored with the check. Raises ``KeyError`` for an unknown code."""
    SENTENCES[code]
    return {"code": code, "params": {"detail": detail[:300]}}


def file_failure(refused: ImportRefused) -> Failure:
    """Return why the file that came cannot be used, as it is stored with the check."""
    place = {"file": refused.file, "row": refused.row, "field": refused.field}
    return {"code": refused.code, "params": dict(refused.params), **place}


def failure_sentence(stored: Mapping[str, Any]) -> str:
    """Return the reason in the reader's language; of a file, after the place in it."""
    params: Mapping[str, str | int] = stored["params"]
    if "file" not in stored:
        return str(SENTENCES[stored["code"]]) % params
    row = gettext("row %(row)d") % {"row": stored["row"]} if stored["row"] else ""
    place = ", ".join(part for part in (stored["file"], row, stored["field"]) if part)
    return f"{place}: {gettext(MESSAGES[stored['code']]) % params}"
