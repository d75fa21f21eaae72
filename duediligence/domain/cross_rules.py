"""Pure rules: declared answers beside each other and beside what screening found. They only ask."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from duediligence.domain.party import match_key
from duediligence.domain.same_body import same_body
from duediligence.enums import CrossCheckKind
from duediligence.policy.answers import Answers, Row

SECTION_1286 = "us_1286"
_LESSER_POST = re.compile(
    r"非常勤|客員|客座|名誉|無報酬|無給(?!油)|兼任|兼担|兼務|兼業|兼職|兼职|クロス.?アポ|招へい|招聘"
    r"|パート(?:タイム|職員|勤務)|アルバイト|(?:リサーチ|ティーチング).?アシスタント|\b[RT]A\b"
    r"|(?:学|院|研究)生(?![産物命理態化活涯存薬体部課支相協])|(?:修士|博士|前期|後期)課程(?!教育|主任|担当)"
    r"|part.?time|visiting|guest (?:prof|research|scien|lectur)|honorary|emeritus|adjunct|unpaid|cross.?appointment"
    r"|student(?! (?:affairs|services|support|union))|(?:ph\.? ?d\.?|doctoral) candidate",
    re.IGNORECASE,
)
"""What is said of a post beside which another one is held. 生産技術研究所 of a 大学 has no 学生 in its name."""
_PAY = re.compile(
    r"給与|給料|俸給|年俸|賃金|賞与|報酬|人件費|サラリー|工资|工資|薪[水金资資酬]|급여|급료|연봉"
    r"|salar(?:y|ies)|wage|remuneration|Gehalt|salaire",
    re.IGNORECASE,
)
_NO_PAY = re.compile(
    r"無報酬|無給|報酬(?:は|も)?(?:なし|無し|ない)|unpaid|(?:no|without) (?:salary|wage|remuneration)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Question:
    """``facts`` are what it rests on, as they stand in the declaration or on the list; ``remark`` is what the member
    said beside the answers, and no part of what makes it another question."""

    kind: CrossCheckKind
    person_id: int | None
    member: str
    facts: tuple[str, ...]
    remark: str = ""

    @property
    def key(self) -> str:
        words = "\n".join((self.kind, str(self.person_id or ""), *self.facts))
        return hashlib.sha256(words.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member. ``own_lists`` name the lists that may hold the person; ``listed`` those that may hold a declared
    name, by item and name. Whatever was judged to be somebody else is not among them. ``affiliation`` holds the names
    of the present affiliation as the proposal has it, ``month`` is that of the declaration."""

    person_id: int
    name: str
    answers: Answers
    own_lists: tuple[str, ...] = ()
    listed: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    affiliation: tuple[str, ...] = ()
    month: str = ""
    remark: str = ""

    def rows(self, item: str) -> tuple[Row, ...]:
        return self.answers[item].rows if item in self.answers else ()

    def ask(self, kind: CrossCheckKind, *facts: str) -> Question:
        return Question(kind, self.person_id, self.name, facts, self.remark)


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
    for (item, name), lists in member.listed.items():
        if item in {"education", "career"} and not _among(name, member.rows("listed_affiliations"), "body"):
            yield member.ask(CrossCheckKind.LISTED_BODY_NOT_DECLARED, name, *lists)


def _listed_relations(member: MemberFacts) -> Iterator[Question]:
    relations = member.rows("listed_relations")
    people = {match_key(row["researcher"]) for row in relations}
    for (item, name), lists in member.listed.items():
        if item in {"papers", "patents"} and match_key(name) not in people and not _among(name, relations, "body"):
            yield member.ask(CrossCheckKind.LISTED_RELATION_NOT_DECLARED, name, *lists)


def _programmes(member: MemberFacts) -> Iterator[Question]:
    for (item, name), lists in member.listed.items():
        if item == "talent_programmes" and SECTION_1286 in lists:
            yield member.ask(CrossCheckKind.PROGRAMME_LISTED, name)


def _affiliation_missing(member: MemberFacts) -> Iterator[Question]:
    """The light form asks for no career, so that nothing can be missing there."""
    if "career" not in member.answers or not member.affiliation:
        return
    held = [row["organization"] for row in member.rows("career") if _end(row) >= member.month]
    if not any(same_body(body, name) for body in held for name in member.affiliation):
        yield member.ask(CrossCheckKind.AFFILIATION_MISSING, member.affiliation[0])


def _posts_missing(member: MemberFacts) -> Iterator[Question]:
    if "career" not in member.answers:
        return
    stated = [(row["body"], row["period"]) for row in member.rows("listed_affiliations")]
    stated += [(row["host_body"], row["period"]) for row in member.rows("talent_programmes")]
    for body, period in stated:
        if not _among(body, member.rows("career"), "organization"):
            yield member.ask(CrossCheckKind.POST_MISSING, body, period)


def _payer_missing(member: MemberFacts) -> Iterator[Question]:
    paid = [row for row in member.rows("other_support") if _is_pay(row["content"])]
    for row in paid if "career" in member.answers else ():
        if not _among(row["provider"], member.rows("career"), "organization"):
            yield member.ask(CrossCheckKind.PAYER_MISSING, row["provider"], row["content"], row["period"])


def _is_pay(words: str) -> bool:
    return bool(_PAY.search(words)) and not _NO_PAY.search(words)


def _support_missing(member: MemberFacts) -> Iterator[Question]:
    for row in member.rows("talent_programmes"):
        given = _among(row["host_body"], member.rows("research_funding"), "funder")
        if not given and not _among(row["host_body"], member.rows("other_support"), "provider"):
            yield member.ask(CrossCheckKind.SUPPORT_MISSING, row["programme"], row["host_body"], row["period"])


def _among(body: str, rows: tuple[Row, ...], column: str) -> bool:
    return any(same_body(body, row[column]) for row in rows)


def _overlapping_posts(member: MemberFacts) -> Iterator[Question]:
    posts = [row for row in member.rows("career") if not _LESSER_POST.search(f"{row['content']} {row['organization']}")]
    for one, other in combinations(posts, 2):
        if _overlap(one, other) and not same_body(one["organization"], other["organization"]):
            yield member.ask(CrossCheckKind.POSTS_OVERLAP, _post(one), _post(other))


def _overlap(one: Row, other: Row) -> bool:
    """A month in which one post ends and the next begins is no overlap."""
    begins = max(one["period"].partition("/")[0], other["period"].partition("/")[0])
    return begins < min(_end(one), _end(other))


def _end(row: Row) -> str:
    return row["period"].partition("/")[2] or "9999"


def _post(row: Row) -> str:
    return f"{row['organization']} {row['content']} {row['period']}"


_RULES: tuple[Callable[[MemberFacts], Iterator[Question]], ...] = (
    _own_listing,
    _listed_bodies,
    _listed_relations,
    _programmes,
    _affiliation_missing,
    _posts_missing,
    _payer_missing,
    _support_missing,
    _overlapping_posts,
)
