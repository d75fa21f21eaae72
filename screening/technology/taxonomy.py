"""A technology list: one dated edition of an issuer's areas and sub-areas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from screening.technology.faults import TechnologyFault
from screening.technology.reading import Reader


class Action(StrEnum):
    """What an office does with a match in an area."""

    INFORM = "inform"
    REVIEW = "review"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scores at which an area is a possible and a strong match."""

    possible: float = 3.0
    strong: float = 6.0


@dataclass(frozen=True, slots=True)
class Area:
    """One area or sub-area as the issuer names it.

    ``verified`` says that somebody read the name in a published text (``source``); an unverified row carries
    its warning wherever it is shown. ``scope_note_is_ours`` marks a description the issuer did not write.
    """

    code: str
    name_ja: str
    name_en: str
    name_is_official: bool
    verified: bool
    scope_note: Mapping[str, str] = field(default_factory=dict, hash=False)
    scope_note_is_ours: bool = True
    action: Action = Action.REVIEW
    parent: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TechnologyList:
    """An edition of a technology list. Codes of areas are unique; a parent stands before its sub-areas."""

    code: str
    name_ja: str
    name_en: str
    issuer: Mapping[str, str] = field(hash=False)
    issued: str
    edition: str
    source_url: str
    areas: tuple[Area, ...]
    thresholds: Thresholds = Thresholds()

    def area(self, code: str) -> Area:
        return next(area for area in self.areas if area.code == code)

    def lineage(self, code: str) -> tuple[str, ...]:
        """The area's own code and those of the areas it belongs to, nearest first."""
        parents = {area.code: area.parent for area in self.areas}
        line = [code]
        while parents[line[-1]]:
            line.append(parents[line[-1]])
        return tuple(line)


def parse_technology_list(data: object) -> TechnologyList:
    """Read an edition; raises :class:`TechnologyFault` at the first value that cannot stand."""
    reader = Reader(data, "")
    reader.only("code", "name_ja", "name_en", "issuer", "issued", "edition", "source_url", "thresholds", "areas")
    return TechnologyList(
        code=reader.text("code"),
        name_ja=reader.text("name_ja"),
        name_en=reader.text("name_en"),
        issuer=_both_languages(reader.inner("issuer")),
        issued=reader.text("issued", default=""),
        edition=reader.text("edition"),
        source_url=reader.text("source_url", default=""),
        thresholds=_thresholds(reader),
        areas=tuple(_areas(reader)),
    )


def _thresholds(reader: Reader) -> Thresholds:
    if "thresholds" not in reader.value:
        return Thresholds()
    inner = reader.inner("thresholds")
    inner.only("possible", "strong")
    thresholds = Thresholds(inner.number("possible"), inner.number("strong"))
    if thresholds.possible >= thresholds.strong:
        raise TechnologyFault(
            inner.at("strong"), "thresholds_crossed", "the strong threshold must lie above the possible one"
        )
    return thresholds


def _areas(reader: Reader) -> Iterator[Area]:
    seen: set[str] = set()
    for row in reader.objects("areas"):
        area = _area(row)
        if area.code in seen:
            raise TechnologyFault(
                row.at("code"), "area_twice", "the code {code} stands twice in this list", code=area.code
            )
        if area.parent and area.parent not in seen:
            raise TechnologyFault(
                row.at("parent"),
                "unknown_parent",
                "no area {parent} stands before this one",
                parent=area.parent,
            )
        seen.add(area.code)
        yield area
    if not seen:
        raise TechnologyFault(reader.at("areas"), "no_areas", "a list needs at least one area")


def _area(row: Reader) -> Area:
    row.only(
        "code",
        "name_ja",
        "name_en",
        "name_is_official",
        "verified",
        "scope_note",
        "scope_note_is_ours",
        "action",
        "parent",
        "source",
        "note",
    )
    area = Area(
        code=row.text("code"),
        name_ja=row.text("name_ja", default=""),
        name_en=row.text("name_en", default=""),
        name_is_official=row.flag("name_is_official"),
        verified=row.flag("verified"),
        scope_note=_both_languages(row.inner("scope_note")) if "scope_note" in row.value else {},
        scope_note_is_ours=row.flag("scope_note_is_ours", default=True),
        action=Action(row.choice("action", tuple(Action), default=Action.REVIEW)),
        parent=row.text("parent", default=""),
        source=row.text("source", default=""),
        note=row.text("note", default=""),
    )
    if not (area.name_ja or area.name_en):
        raise TechnologyFault(row.at("name_en"), "area_unnamed", "an area needs a name in at least one language")
    return area


def _both_languages(reader: Reader) -> dict[str, str]:
    reader.only("ja", "en")
    return {language: reader.text(language, default="") for language in ("ja", "en")}
