"""Pure rules: declared answers beside each other and beside what screening found. They only ask."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from duediligence.domain.party import match_key
from duediligence.enums import CrossCheckKind
from duediligence.policy.answers import Answers, Row

SECTION_1286 = "us_1286"
_LESSER_POST = re.compile(
    r"非常勤|客員|名誉|無報酬|無給|兼任|兼担|クロス|招へい|part.?time|visiting|honorary|emeritus|adjunct|unpaid"
    r"|student|学生|cross.?appointment",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """``facts`` are what it rests on, as they stand in the declaration or on the list."""

    kind: CrossCheckKind
    person_id: int | None
    member: str
    facts: tuple[str, ...]

    @property
    def key(self) -> str:
        words = "\n".join((self.kind, str(self.person_id or ""), *self.facts))
        return hashlib.sha256(words.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member. ``own_lists`` name the lists that may hold the person; ``listed`` those that may hold a declared
    name, by item and name. Whatever was judged to be somebody else is not among them."""

    person_id: int
    name: str
    answers: Answers
    own_lists: tuple[str, ...] = ()
    listed: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def rows(self, item: str) -> tuple[Row, ...]:
        return self.answers[item].rows if item in self.answers else ()

    def names(self, *cells: tuple[str, str]) -> set[str]:
        """Return the plain spellings of what stands in the given columns."""
        return {match_key(row.get(column, "")) for item, column in cells for row in self.rows(item)}

    def ask(self, kind: CrossCheckKind, *facts: str) -> Question:
        return Question(kind, self.person_id, self.name, facts)


def questions_about(member: MemberFacts) -> Iterator[Question]:
    """Yield every question about one member, each once."""
    seen: set[str] = set()
    for rule in _RULES:
        for question in rule(member):
            if question.key not in seen:
                seen.add(question.key)
                yield question


def _own_listing(member: MemberFacts) -> Iterator[Question]:
    said_no = any(row.get("listed") == "no" for row in member.rows("own_listing"))
    if said_no and member.own_lists:
        yield member.ask(CrossCheckKind.OWN_LISTING_FOUND, *member.own_lists)


def _listed_bodies(member: MemberFacts) -> Iterator[Question]:
    declared = member.names(("listed_affiliations", "body"))
    for (item, name), lists in member.listed.items():
        if item in {"education", "career"} and match_key(name) not in declared:
            yield member.ask(CrossCheckKind.LISTED_BODY_NOT_DECLARED, name, *lists)


def _listed_relations(member: MemberFacts) -> Iterator[Question]:
    declared = member.names(("listed_relations", "body"), ("listed_relations", "researcher"))
    for (item, name), lists in member.listed.items():
        if item in {"papers", "patents"} and match_key(name) not in declared:
            yield member.ask(CrossCheckKind.LISTED_RELATION_NOT_DECLARED, name, *lists)


def _programmes(member: MemberFacts) -> Iterator[Question]:
    for (item, name), lists in member.listed.items():
        if item == "talent_programmes" and SECTION_1286 in lists:
            yield member.ask(CrossCheckKind.PROGRAMME_LISTED, name)


def _posts_missing(member: MemberFacts) -> Iterator[Question]:
    career = member.names(("career", "organization"))
    for item, column in (("listed_affiliations", "body"), ("talent_programmes", "host_body")):
        for row in member.rows(item):
            if match_key(row[column]) not in career:
                yield member.ask(CrossCheckKind.POST_MISSING, row[column], row["period"])


def _support_missing(member: MemberFacts) -> Iterator[Question]:
    givers = member.names(("research_funding", "funder"), ("other_support", "provider"))
    for row in member.rows("talent_programmes"):
        if match_key(row["host_body"]) not in givers:
            yield member.ask(CrossCheckKind.SUPPORT_MISSING, row["programme"], row["host_body"], row["period"])


def _overlapping_posts(member: MemberFacts) -> Iterator[Question]:
    posts = [row for row in member.rows("career") if not _LESSER_POST.search(f"{row['content']} {row['organization']}")]
    for one, other in combinations(posts, 2):
        if match_key(one["organization"]) != match_key(other["organization"]) and _overlap(one, other):
            yield member.ask(CrossCheckKind.POSTS_OVERLAP, _post(one), _post(other))


def _overlap(one: Row, other: Row) -> bool:
    """A month in which one post ends and the next begins is no overlap."""
    begins = max(one["period"].partition("/")[0], other["period"].partition("/")[0])
    ends = min(row["period"].partition("/")[2] or "9999" for row in (one, other))
    return begins < ends


def _post(row: Row) -> str:
    return f"{row['organization']} {row['content']} {row['period']}"


_RULES: tuple[Callable[[MemberFacts], Iterator[Question]], ...] = (
    _own_listing,
    _listed_bodies,
    _listed_relations,
    _programmes,
    _posts_missing,
    _support_missing,
    _overlapping_posts,
)
