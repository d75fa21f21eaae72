"""Two questions about a hit and the judgements that their answers leave open."""

import pytest

from duediligence.enums import Identity, Judgement, Relevance
from duediligence.policy.judging import judgements_of


@pytest.mark.parametrize(
    ("identity", "relevance", "judgement"),
    [
        (Identity.NO, None, Judgement.FALSE_POSITIVE),
        (Identity.NO, Relevance.RELEVANT, Judgement.FALSE_POSITIVE),
        (Identity.YES, Relevance.RELEVANT, Judgement.TRUE_MATCH_RELEVANT),
        (Identity.YES, Relevance.NOT_RELEVANT, Judgement.TRUE_MATCH_NOT_RELEVANT),
        (Identity.CANNOT_TELL, None, Judgement.CANNOT_TELL),
        (Identity.CANNOT_TELL, Relevance.NOT_RELEVANT, Judgement.CANNOT_TELL),
    ],
)
def test_both_answers_are_one_judgement(identity: Identity, relevance: Relevance | None, judgement: Judgement) -> None:
    assert judgements_of(identity, relevance) == (judgement,)


def test_the_same_one_leaves_open_whether_it_matters() -> None:
    assert judgements_of(Identity.YES, None) == (Judgement.TRUE_MATCH_RELEVANT, Judgement.TRUE_MATCH_NOT_RELEVANT)


@pytest.mark.parametrize("relevance", [None, Relevance.RELEVANT])
def test_without_the_first_answer_everything_is_open(relevance: Relevance | None) -> None:
    assert set(judgements_of(None, relevance)) == set(Judgement)
