"""Answers are remembered within a bound."""

from typing import NamedTuple

from screening.matching.index.memory import Memory


class _Answer(NamedTuple):
    size: int


def test_the_least_recently_used_text_is_forgotten_first() -> None:
    memory = Memory(most=250)
    memory.keep("first", _Answer(100))
    memory.keep("second", _Answer(100))
    memory.recall("first")
    memory.keep("third", _Answer(100))
    assert [memory.recall(key) is None for key in ("first", "second", "third")] == [False, True, False]
    assert len(memory) == 2


def test_a_text_kept_again_counts_once() -> None:
    memory = Memory(most=250)
    for _ in range(10):
        memory.keep("again", _Answer(100))
    memory.keep("other", _Answer(100))
    assert len(memory) == 2


def test_more_than_fits_is_not_remembered() -> None:
    memory = Memory(most=10)
    memory.keep("big", _Answer(100))
    assert (len(memory), memory.recall("big")) == (0, None)


def test_a_cleared_memory_is_empty() -> None:
    memory = Memory(most=250)
    memory.keep("first", _Answer(1))
    memory.clear()
    assert (len(memory), memory.recall("first")) == (0, None)
