"""What differs between two editions of a technology list."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from screening.technology.folding import fold
from screening.technology.taxonomy import Area, TechnologyList


class AreaChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RECODED = "recoded"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One area that is not in both editions as it was; ``fields`` name what else of it says something new."""

    kind: AreaChangeKind
    before: Area | None
    after: Area | None
    fields: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        area = self.after or self.before
        return area.code if area else ""


def area_changes(before: TechnologyList | None, after: TechnologyList) -> list[AreaChange]:
    """Return the changes in the order of the new list, what is gone last.

    An area is the same by its code. One that stands under another code with the very same names is recoded: the words
    that point to the old code do not follow it.
    """
    old = {area.code: area for area in before.areas} if before else {}
    gone = [area for code, area in old.items() if code not in {one.code for one in after.areas}]
    by_name = {_names(area): area for area in gone}
    found: list[AreaChange] = []
    for area in after.areas:
        if area.code in old:
            found += _between(old[area.code], area)
        elif (same := by_name.pop(_names(area), None)) is not None:
            found.append(AreaChange(AreaChangeKind.RECODED, same, area))
        else:
            found.append(AreaChange(AreaChangeKind.ADDED, None, area))
    return [*found, *(AreaChange(AreaChangeKind.REMOVED, area, None) for area in by_name.values())]


def _between(before: Area, after: Area) -> Iterator[AreaChange]:
    differing = tuple(one.name for one in fields(Area) if getattr(before, one.name) != getattr(after, one.name))
    if _names(before) != _names(after):
        yield AreaChange(AreaChangeKind.RENAMED, before, after, differing)
    elif before.parent != after.parent:
        yield AreaChange(AreaChangeKind.MOVED, before, after, differing)
    elif differing:
        yield AreaChange(AreaChangeKind.CHANGED, before, after, differing)


def _names(area: Area) -> tuple[str, str]:
    return fold(area.name_ja).text, fold(area.name_en).text
