"""The language of the terminal."""

from collections.abc import Mapping


def terminal_language(variables: Mapping[str, str]) -> str:
    """Return ``ja`` for a Japanese terminal, else ``en``; the first variable that is set decides, as in POSIX."""
    locale = next(filter(None, map(variables.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ja" if locale.lower().startswith("ja") else "en"
