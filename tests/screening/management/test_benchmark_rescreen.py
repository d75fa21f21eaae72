"""What a new edition costs is measured on names of its own; the changed entries alone give the hits of the whole."""

from io import StringIO

from django.core.management import call_command
from django.utils import translation

from screening.management.commands.benchmark_rescreen import measured
from screening.management.commands.benchmark_screening import made_names
from screening.matching.subject import ListedEntity, ListedName
from screening.names.kinds import NameKind


def test_it_measures_the_changed_entries_beside_the_whole_list() -> None:
    out = StringIO()
    with translation.override("en"):
        call_command("benchmark_rescreen", "--names", "200", "--changed", "80", "--subjects", "20", stdout=out)
    text = out.getvalue()
    assert "200 listed names, 80 of them changed; 20 subjects" in text
    assert "changed entries alone" in text
    assert "the whole list again" in text
    assert "subjects with other hits: 0" in text


def test_each_subject_has_the_entries_it_hits() -> None:
    names = list(made_names(3))
    entities = [ListedEntity(str(at), NameKind.PERSON, (ListedName(name),)) for at, name in enumerate(names)]
    found = measured(entities, [names[1], "Nobody Whatsoever"])
    assert list(found.hits) == [frozenset({"1"}), frozenset()]
    assert found.seconds > 0
