"""What the office's own judgements suggest for the next draft of the lexicon. A person takes it over or declines it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.enums import AreaJudgement
from duediligence.models import DeclinedCandidate, Institution, TechnologyJudgement
from screening.technology.lexicon import Lexicon, TermKind

LONGEST = 200

# What a compound is made of: Latin words with one neighbour, or kanji and katakana without a break.
_BEFORE = re.compile(r"(?:[A-Za-z0-9-]+ |[一-鿿々ァ-ヺー]*)$")
_AFTER = re.compile(r"^(?: [A-Za-z0-9-]+|[一-鿿々ァ-ヺー]*)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase to exclude, or a term to include; ``times`` is how many judgements speak for it.

    ``concept`` is the one whose term the phrase holds; a term to include has none yet.
    """

    kind: TermKind
    area_code: str
    text: str
    times: int
    concept: str = ""


def candidates(institution: Institution, list_code: str) -> tuple[Candidate, ...]:
    """Return phrases in which counted terms stood where a hit was dismissed, and keywords of areas that were missed.

    Those that most judgements speak for come first.
    """
    live = TechnologyJudgement.objects.filter(
        case__institution=institution, list_code=list_code, replaced_at__isnull=True
    ).select_related("hit__run", "revision")
    counts: Counter[tuple[TermKind, str, str, str]] = Counter()
    for one in live:
        suggested = {found for found in _suggested(one) if len(found[1]) <= LONGEST}
        counts.update((kind, one.area_code, text, concept) for kind, text, concept in suggested)
    found = (Candidate(kind, area, text, times, concept) for (kind, area, text, concept), times in counts.items())
    return tuple(sorted(found, key=lambda one: (-one.times, one.kind, one.area_code, one.text)))


def open_candidates(institution: Institution, list_code: str, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Return the candidates that are neither in ``lexicon`` already nor declined."""
    taken = {(term.kind, term.text) for term in lexicon.terms}
    declined = set(
        DeclinedCandidate.objects.filter(institution=institution, list_code=list_code).values_list(
            "kind", "area_code", "text"
        )
    )
    return tuple(
        one
        for one in candidates(institution, list_code)
        if (one.kind, one.text) not in taken and (one.kind, one.area_code, one.text) not in declined
    )


@transaction.atomic
def decline(candidate: Candidate, *, list_code: str, actor: Actor, now: dt.datetime | None = None) -> DeclinedCandidate:
    """Note that a candidate is not wanted: it is suggested no more. Done twice it is noted once.

    Raises ``NotAllowed``.
    """
    user = access.demand(actor, access.LIST_KEEPERS, actor.user.institution if actor.user else None)
    noted, is_new = DeclinedCandidate.objects.get_or_create(
        institution=user.institution,
        list_code=list_code,
        area_code=candidate.area_code,
        kind=candidate.kind,
        text=candidate.text,
        defaults={"declined_by": user, "declined_at": now or timezone.now()},
    )
    if is_new:
        after = {"list": list_code, "area": noted.area_code, "kind": noted.kind, "text": noted.text}
        audit.record(actor, "lexicon.candidate_declined", noted, institution=user.institution, after=after)
    return noted


def _suggested(judgement: TechnologyJudgement) -> Iterator[tuple[TermKind, str, str]]:
    is_confirmed = judgement.judgement == AreaJudgement.CONFIRMED
    if judgement.hit is None:
        if is_confirmed:
            for keyword in (*judgement.revision.keywords_ja, *judgement.revision.keywords_en):
                yield TermKind.INCLUDE, keyword, ""
    elif not is_confirmed:
        texts, detail = judgement.hit.run.request["texts"], judgement.hit.detail
        concepts = {one["term"]: one["concept"] for one in detail["arithmetic"]}
        for span in detail["spans"]:
            phrase = _phrase(texts[span["field"]], span["start"], span["end"])
            if phrase != texts[span["field"]][span["start"] : span["end"]]:
                yield TermKind.EXCLUDE, phrase, concepts[span["term"]]


def _phrase(text: str, start: int, end: int) -> str:
    before = "".join(_BEFORE.findall(text[:start])[:1])
    after = "".join(_AFTER.findall(text[end:])[:1])
    return before + text[start:end] + after
