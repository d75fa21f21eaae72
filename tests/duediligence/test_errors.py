"""Every refusal that the domain knows is met by some test, by its name or by its code."""

import inspect
import re
from pathlib import Path

import pytest

from duediligence import errors

TESTS = Path(__file__).parent.parent
ABSTRACT = {errors.Refused, errors.FileRefused}
REFUSALS = [
    one
    for _name, one in inspect.getmembers(errors, inspect.isclass)
    if issubclass(one, errors.Refused) and one not in ABSTRACT
]


@pytest.fixture(scope="module")
def words() -> frozenset[str]:
    """Every word of the tests of behaviour; a list of all errors, such as this page walks, names none of them."""
    texts = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.__name__)
def test_a_test_meets_the_refusal(refusal: type[errors.Refused], words: frozenset[str]) -> None:
    assert {refusal.__name__, refusal.code} & words
