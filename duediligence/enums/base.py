"""What vocabularies share."""

from enum import StrEnum


class Ranked(StrEnum):
    """A vocabulary in order, the weakest first. Compare by ``rank``: the operators of a string compare spelling."""

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)

    def reaches(self, floor: "Ranked") -> bool:
        """Return whether this member is ``floor`` or stands above it."""
        return self.rank >= floor.rank
