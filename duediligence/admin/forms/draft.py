"""A proposal as it is being typed: plain words, kept in the session until it is recorded."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.http import HttpRequest, QueryDict

Words = dict[str, str]

FIELDS = (
    "title_ja", "title_en", "abstract_ja", "abstract_en", "keywords_ja", "keywords_en",
    "programme", "department", "external_id", "stage_deadline_date", "reason",
)  # fmt: skip
MEMBER = (
    "name", "furigana", "romanised", "former", "erad_number", "orcid", "role", "affiliation", "affiliation_country",
    "affiliation_ror", "organisation", "organisation_country", "organisation_ror", "start_date", "end_date",
)  # fmt: skip
PARTY = ("name", "country", "ror", "aliases", "role", "note")
ROWS = {"members": MEMBER, "parties": PARTY}
MOST_ROWS = 500
_KEY = "proposal_drafts"
_CELL = re.compile(r"(members|parties)-(\d{1,4})-(\w+)")


@dataclass(frozen=True)
class Draft:
    """``token`` makes sure that one draft is recorded once; ``base`` is the revision that it changes."""

    fields: Words = field(default_factory=dict)
    members: tuple[Words, ...] = ({"role": "pi"},)
    parties: tuple[Words, ...] = ({"role": "partner"},)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    base: int | None = None

    def typed(self, post: QueryDict) -> "Draft":
        """Return the draft with what was sent in place of its words."""
        rows: dict[str, dict[int, Words]] = {"members": {}, "parties": {}}
        for name in post:
            cell = _CELL.fullmatch(name)
            if cell and cell[3] in ROWS[cell[1]]:
                rows[cell[1]].setdefault(int(cell[2]), {})[cell[3]] = post.get(name, "")
        return replace(
            self,
            fields={name: post.get(name, "") for name in FIELDS},
            members=tuple(words for _number, words in sorted(rows["members"].items())[:MOST_ROWS]),
            parties=tuple(words for _number, words in sorted(rows["parties"].items())[:MOST_ROWS]),
        )

    @property
    def fingerprint(self) -> str:
        """Return what differs as soon as one word of the draft does."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def with_member(self) -> "Draft":
        return replace(self, members=(*self.members, {"role": "participant"})[:MOST_ROWS])

    def with_party(self) -> "Draft":
        return replace(self, parties=(*self.parties, {"role": "partner"})[:MOST_ROWS])

    def with_members(self, read: tuple[Words, ...]) -> "Draft":
        """Return the draft with members from a table behind those that were typed."""
        return replace(self, members=(*filled(self.members), *read)[:MOST_ROWS])

    def without(self, kind: str, number: str) -> "Draft":
        """Return the draft without the row of that number; what is no such number takes nothing out."""
        rows: tuple[Words, ...] = getattr(self, kind)
        kept = tuple(row for at, row in enumerate(rows) if str(at) != number)
        return replace(self, **{kind: kept})  # type: ignore[arg-type]


def filled(rows: tuple[Words, ...]) -> tuple[Words, ...]:
    """Return the rows in which anything but the role was typed."""
    return tuple(row for row in rows if any(value.strip() for name, value in row.items() if name != "role"))


def load(request: HttpRequest, key: str, fresh: Callable[[], Draft]) -> Draft:
    kept: Mapping[str, Any] | None = request.session.get(_KEY, {}).get(key)
    if kept is None:
        return fresh()
    return Draft(**{**kept, "members": tuple(kept["members"]), "parties": tuple(kept["parties"])})


def is_kept(request: HttpRequest, key: str) -> bool:
    return key in request.session.get(_KEY, {})


def keep(request: HttpRequest, key: str, draft: Draft) -> None:
    request.session[_KEY] = {**request.session.get(_KEY, {}), key: asdict(draft)}


def discard(request: HttpRequest, key: str) -> None:
    request.session[_KEY] = {name: kept for name, kept in request.session.get(_KEY, {}).items() if name != key}
