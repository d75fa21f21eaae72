"""The office that these tests share."""

from tests.duediligence.admin.office import case, cast, office

__all__ = ["case", "cast", "office"]
