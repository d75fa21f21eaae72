"""A printed name made fit to store: white space collapsed, invisible marks removed, the unusable refused."""

import re

# White space without the control characters that Python counts as such.
SPACES = re.compile(r"[^\S\x1c-\x1f\x85]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Direction marks and isolates, zero-width space, soft hyphen, word joiner, byte order mark. The zero-width
# joiners U+200C and U+200D stay: Persian and the Indic scripts spell with them.
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\u00ad\ufeff]")
UNPRINTABLE = re.compile(f"{INVISIBLE.pattern}|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Half a character, which JSON can spell and no database can keep.
HALVES = re.compile("[\ud800-\udfff]")
# Windows-1252 quotation marks and dashes that were published as if they were Unicode.
MISENCODED = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D}
}
REPLACEMENT = "\ufffd"


def squeeze(text: str) -> str:
    """White space of any kind, line breaks included, becomes one blank."""
    return SPACES.sub(" ", text).strip()


def put_right(text: str) -> str:
    """The text with Windows-1252 characters read as what they were meant to be, and a mark for half a character."""
    return HALVES.sub(REPLACEMENT, text.translate(MISENCODED))


def control_character(text: str) -> str:
    """The first control character of an already squeezed text as ``U+XXXX``, or nothing."""
    found = CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)


def kept(text: str) -> str:
    """Printed text of any kind, fit for a database."""
    return squeeze(UNPRINTABLE.sub("", put_right(text)))


def excerpt(text: str) -> str:
    """A value short enough to print in a message."""
    text = UNPRINTABLE.sub("", text)
    return text if len(text) <= 60 else f"{text[:57]}…"
