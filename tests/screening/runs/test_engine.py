"""The engine over a set of editions is built once and opened by whoever needs it next."""

from pathlib import Path

import pytest
from django.conf import settings

from screening.matching.subject import Subject, SubjectName
from screening.names.kinds import NameKind
from screening.runs import engine
from tests import factories

pytestmark = pytest.mark.django_db


def test_small_and_stored_engines_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = factories.watch_list(tmp_path, "1,organization,Example Institute of Hypersonics,EIH Works,KP")
    subject = Subject("a", NameKind.ORGANIZATION, (SubjectName("Exemple Institute of Hypersonics"),))
    small = engine.engine_for([edition]).search(subject, floor=0.8)
    engine._engine.cache_clear()
    monkeypatch.setattr(engine, "SMALL", 0)
    stored = engine.engine_for([edition]).search(subject, floor=0.8)
    engine._engine.cache_clear()
    assert engine.engine_for([edition]).search(subject, floor=0.8) == stored == small != []
    assert any(Path(settings.INDEX_DIR).iterdir())
