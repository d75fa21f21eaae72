"""The benchmark runs on names of its own and compares in the same run."""

from io import StringIO

from django.core.management import call_command
from django.utils import translation

from screening.management.commands.benchmark_screening import made_names, made_queries


def test_it_measures_the_engine_beside_its_alternatives_and_no_hit_differs() -> None:
    out = StringIO()
    with translation.override("en"):
        call_command("benchmark_screening", "--names", "300", "--queries", "8", stdout=out)
    text = out.getvalue()
    assert "300 names, 8 queries" in text
    for method in ("engine, cold", "engine, warm", "every name, same scorer", "WRatio"):
        assert method in text
    assert "differing from every name compared: 0 of 5" in text


def test_the_names_are_its_own_and_always_the_same() -> None:
    names = list(made_names(50))
    assert names == list(made_names(50))
    assert made_queries(names, 10) == made_queries(names, 10)
    assert len(set(names)) > 45
