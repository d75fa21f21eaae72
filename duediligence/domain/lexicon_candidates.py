"""What the office's own judgements suggest for the next draft of the lexicon. A person decides what is taken over."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from duediligence.enums import AreaJudgement
from duediligence.models import Institution, TechnologyJudgement
from screening.technology.lexicon import TermKind

# What a compound is made of: Latin words with one neighbour, or kanji and katakana without a break.
_BEFORE = re.compile(r"(?:[A-Za-z0-9-]+ |[一-鿿々ァ-ヺー]*)$")
_AFTER = re.compile(r"^(?: [A-Za-z0-9-]+|[一-鿿々ァ-ヺー]*)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase to exclude, or a term to include; ``times`` is how many judgements speak for it."""

    kind: TermKind
    area_code: str
    text: str
    times: int


def candidates(institution: Institution, list_code: str) -> tuple[Candidate, ...]:
    """Return phrases in which counted terms stood where a hit was dismissed, and keywords of areas that were missed.

    Those that most judgements speak for come first.
    """
    live = TechnologyJudgement.objects.filter(
        case__institution=institution, list_code=list_code, replaced_at__isnull=True
    ).select_related("hit__run", "revision")
    counts: Counter[tuple[TermKind, str, str]] = Counter()
    for one in live:
        counts.update({(kind, one.area_code, text) for kind, text in _suggested(one)})
    found = (Candidate(*key, times) for key, times in counts.items())
    return tuple(sorted(found, key=lambda one: (-one.times, one.kind, one.area_code, one.text)))


def _suggested(judgement: TechnologyJudgement) -> Iterator[tuple[TermKind, str]]:
    is_confirmed = judgement.judgement == AreaJudgement.CONFIRMED
    if judgement.hit is None:
        if is_confirmed:
            for keyword in (*judgement.revision.keywords_ja, *judgement.revision.keywords_en):
                yield TermKind.INCLUDE, keyword
    elif not is_confirmed:
        texts = judgement.hit.run.request["texts"]
        for span in judgement.hit.detail["spans"]:
            phrase = _phrase(texts[span["field"]], span["start"], span["end"])
            if phrase != texts[span["field"]][span["start"] : span["end"]]:
                yield TermKind.EXCLUDE, phrase


def _phrase(text: str, start: int, end: int) -> str:
    before = "".join(_BEFORE.findall(text[:start])[:1])
    after = "".join(_AFTER.findall(text[end:])[:1])
    return before + text[start:end] + after
