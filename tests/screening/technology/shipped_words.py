"""The shipped lists and lexicon, built once for the tests that look at them."""

from functools import cache
from pathlib import Path

from screening.technology.classify import Classification, TechnologyText, classify
from screening.technology.lexicon import Lexicon
from screening.technology.matcher import Matcher, compile_lexicon
from screening.technology.shipped import read_lexicon, read_list

SHIPPED = Path(__file__).resolve().parents[3] / "fixtures" / "technology"


@cache
def shipped_lexicon() -> Lexicon:
    return read_lexicon(SHIPPED)


@cache
def shipped_matcher(code: str = "JP20") -> Matcher:
    return compile_lexicon(shipped_lexicon(), read_list(SHIPPED, code))


def classified(title: str, code: str = "JP20") -> Classification:
    return classify(TechnologyText.of(title=title), shipped_matcher(code))


def flagged(title: str, code: str = "JP20") -> set[str]:
    return {area.code for area in classified(title, code).flagged}
