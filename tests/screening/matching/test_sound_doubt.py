"""Across scripts one word at least must sound clearly alike: several doubtful ones prove nothing together."""

import pytest

from screening.matching.alignment import Alignment, TokenPair
from screening.matching.channels import SPELLING, Channel
from screening.matching.organisations import organisation_score
from screening.matching.pairing import UNCLEAR_LIMIT, PairKind
from screening.matching.people import person_score
from screening.names.form import Form, FormKind
from screening.names.scripts import Script

ACROSS = Channel(Script.CYRILLIC, True, False)


def aligned(*similarities: float) -> tuple[Form, Form, Alignment]:
    ours, theirs = (
        ("ivanor", "petroz", "sidoro")[: len(similarities)],
        ("yvanar", "pietras", "sudero")[: len(similarities)],
    )
    pairs = tuple(
        TokenPair(a, b, similarity, PairKind.SOUND, 1.0)
        for a, b, similarity in zip(ours, theirs, similarities, strict=True)
    )
    query = Form(FormKind.TRANSLITERATION, Script.CYRILLIC, ours, ours)
    return query, Form(FormKind.SURFACE, Script.LATIN, theirs), Alignment(pairs, (), ())


@pytest.mark.parametrize("score", [person_score, organisation_score])
def test_words_that_are_all_doubtful_raise_no_alarm(score) -> None:  # type: ignore[no-untyped-def]
    assert score(*aligned(0.78, 0.78, 0.78), ACROSS) == UNCLEAR_LIMIT


@pytest.mark.parametrize("score", [person_score, organisation_score])
def test_one_clear_word_lends_the_others_its_support(score) -> None:  # type: ignore[no-untyped-def]
    assert score(*aligned(0.95, 0.78, 0.78), ACROSS) > 0.8


@pytest.mark.parametrize("score", [person_score, organisation_score])
def test_between_latin_spellings_there_is_no_such_limit(score) -> None:  # type: ignore[no-untyped-def]
    assert score(*aligned(0.78, 0.78, 0.78), SPELLING) == pytest.approx(0.78)


def test_letters_alone_name_nobody() -> None:
    pair = TokenPair("a", "a", 1.0, PairKind.SAME, 0.4)
    form = Form(FormKind.SURFACE, Script.LATIN, ("a",))
    assert person_score(form, form, Alignment((pair,), (), ()), SPELLING) == 0.0
