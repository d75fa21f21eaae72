"""Dismissed hits suggest exclusions, missed areas suggest terms."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import technology
from duediligence.domain.actor import Actor
from duediligence.domain.lexicon_candidates import Candidate, candidates, decline, open_candidates
from duediligence.enums import AreaJudgement
from duediligence.models import AuditEvent, DeclinedCandidate
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.technology.lexicon import TermKind, parse_lexicon
from tests import factories, stories
from tests.duediligence.domain.test_technology import binding
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[binding("L", "review")])
    factories.watch_list(tmp_path, stories.LISTED)
    take_technology_list(small.list_data(), now=factories.NOW)
    take_lexicon(small.lexicon_data(small.QUANTUM), now=factories.NOW)
    return factories.cast()


def judge(cast: Cast, area: str, judgement: AreaJudgement, **words: object) -> None:
    given = {"title_ja": "", "title_en": "", "abstract_ja": "", **words}
    technology.judge_area(
        stories.screened(factories.case(cast.submitter, **given)),
        list_code="L",
        area_code=area,
        judgement=judgement,
        reason="理由",
        actor=Actor.of_user(cast.reviewer),
    )


def test_the_compound_around_a_term_of_a_dismissed_hit_is_suggested_as_exclusion(cast: Cast) -> None:
    for title in ("量子鍵配送史の研究", "新しい量子鍵配送史"):
        judge(cast, "L-1-01", AreaJudgement.DISMISSED, title_ja=title)
    judge(cast, "L-1-01", AreaJudgement.DISMISSED, title_en="On early quantum key distribution patents, a survey")
    assert candidates(cast.institution, "L") == (
        Candidate(TermKind.EXCLUDE, "L-1-01", "量子鍵配送史", 2, "quantum"),
        Candidate(TermKind.EXCLUDE, "L-1-01", "early quantum key distribution patents", 1, "quantum"),
    )


def test_keywords_of_an_area_that_was_missed_are_suggested_as_terms(cast: Cast) -> None:
    judge(cast, "L-3", AreaJudgement.CONFIRMED, title_ja="円舞曲", keywords_ja=("円舞",), keywords_en=("waltz",))
    assert candidates(cast.institution, "L") == (
        Candidate(TermKind.INCLUDE, "L-3", "waltz", 1),
        Candidate(TermKind.INCLUDE, "L-3", "円舞", 1),
    )
    assert candidates(factories.cast().institution, "L") == ()


def test_hits_that_were_confirmed_bare_terms_and_misses_dismissed_suggest_nothing(cast: Cast) -> None:
    judge(cast, "L-1-01", AreaJudgement.CONFIRMED, title_ja="量子鍵配送史")
    judge(cast, "L-1-01", AreaJudgement.DISMISSED, title_ja="量子鍵配送の研究")
    judge(cast, "L-3", AreaJudgement.DISMISSED, title_ja="円舞曲", keywords_ja=("円舞",))
    assert candidates(cast.institution, "L") == ()


def test_a_candidate_that_was_declined_is_suggested_no_more(cast: Cast) -> None:
    judge(cast, "L-3", AreaJudgement.CONFIRMED, title_ja="円舞曲", keywords_ja=("円舞",), keywords_en=("waltz",))
    present = parse_lexicon(small.lexicon_data(small.QUANTUM))
    waltz, dance = open_candidates(cast.institution, "L", present)
    for _twice in range(2):
        decline(waltz, list_code="L", actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    assert open_candidates(cast.institution, "L", present) == (dance,)
    assert str(DeclinedCandidate.objects.get()) == "L-3: waltz"
    event = AuditEvent.objects.get(verb="lexicon.candidate_declined")
    assert (event.institution, event.after["text"]) == (cast.institution, "waltz")
    with pytest.raises(errors.NotAllowed):
        decline(dance, list_code="L", actor=Actor.of_user(cast.submitter))
    assert set(candidates(cast.institution, "L")) == {waltz, dance}


def test_a_candidate_that_the_lexicon_has_taken_is_suggested_no_more(cast: Cast) -> None:
    judge(cast, "L-3", AreaJudgement.CONFIRMED, title_ja="円舞曲", keywords_ja=("量子通信",))
    assert open_candidates(cast.institution, "L", parse_lexicon(small.lexicon_data(small.QUANTUM))) == ()


def test_a_phrase_that_never_ends_is_not_suggested(cast: Cast) -> None:
    judge(cast, "L-1-01", AreaJudgement.DISMISSED, title_ja="量子鍵配送" + "史" * 200)
    assert candidates(cast.institution, "L") == ()
