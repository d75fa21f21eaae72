"""Lists, words and a classified case for the technology pages, small enough to be worked out by hand."""

from pathlib import Path

from duediligence.domain import lexicon, technology
from duediligence.domain.actor import Actor
from duediligence.enums import AreaJudgement
from duediligence.models import Case, User
from screening.lists.lexicon import open_draft, own_terms, take_lexicon
from screening.lists.technology import take_technology_list
from screening.models import LexiconDraft
from screening.technology.lexicon_table import COLUMNS
from tests import factories, stories
from tests.duediligence.domain.test_technology import binding
from tests.factories import Cast
from tests.screening.technology import small

HEAD = ",".join(COLUMNS)
WALTZ_ROW = "waltz,円舞曲,Waltz,L:L-3=1,円舞曲,ja,3,include,no"
HISTORY_ROW = "quantum,量子,Quantum,L:L-1-01=1 L:L-2=0.5,量子鍵配送史,ja,1,exclude,no"
WORDS = {"title_ja": "量子鍵配送史の研究", "title_en": "", "abstract_ja": ""}


def publish_all() -> None:
    """Two lists, one with an area that nobody has verified, and the words of the small lexicon."""
    doubtful = small.area_row("L-2", verified=False, name_is_official=False)
    areas = [small.area_row("L-1"), small.area_row("L-1-01", parent="L-1"), doubtful, small.area_row("L-3")]
    take_technology_list(small.list_data(areas=areas), now=factories.NOW)
    take_technology_list(small.list_data(code="M", areas=[small.area_row("M-1")]), now=factories.NOW)
    take_lexicon(small.lexicon_data(small.QUANTUM, small.SENSOR, small.HISTORY), now=factories.NOW)


def classified_case(cast: Cast, tmp_path: Path, **words: object) -> Case:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[binding("L", "review")])
    factories.watch_list(tmp_path, stories.LISTED)
    return another_case(cast, **words)


def another_case(cast: Cast, **words: object) -> Case:
    return stories.screened(factories.case(cast.submitter, **{**WORDS, **words}))


def judged(case: Case, by: User, area: str = "L-1-01", judgement: AreaJudgement = AreaJudgement.DISMISSED) -> None:
    technology.judge_area(
        case, list_code="L", area_code=area, judgement=judgement, reason="歴史の研究", actor=Actor.of_user(by)
    )


def draft_of(by: User, *rows: str) -> LexiconDraft:
    draft = lexicon.begin(actor=Actor.of_user(by), now=factories.NOW)
    return lexicon.load(draft, "\n".join([HEAD, *rows]).encode(), actor=Actor.of_user(by))


def own() -> list[tuple[str, str]]:
    """Return concept and text of the open draft's own terms."""
    draft = open_draft()
    assert draft
    return [(term.concept, term.text) for term in own_terms(draft.local).terms]
