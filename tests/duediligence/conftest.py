"""Whom the tests of a module meet; a module that begins with a case has a ``beginning`` of its own."""

from tests.beginnings import beginning, case, cast

__all__ = ["beginning", "case", "cast"]
