"""What ships with the system, taken into the database: once, and again whenever a file has changed."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.models import PolicyEdition
from screening.importers.files import SourceFiles
from screening.lists.lexicon import take_lexicon
from screening.lists.load import EditionDates, load
from screening.lists.sources import sync_sources
from screening.lists.technology import take_technology_list
from screening.models import ListSource
from screening.technology.shipped import lexicon_data

FIXTURES: Path = settings.BASE_DIR / "fixtures"


def load_reference(*, actor: Actor, now: dt.datetime | None = None) -> Iterator[str]:
    """Take in every shipped file that is not there yet; yield a line on each."""
    now = now or timezone.now()
    yield f"lists: {sync_sources()}"
    for path in sorted((FIXTURES / "lists").glob("*.csv")):
        yield _take_extract(path, actor=actor, now=now)
    for path in sorted((FIXTURES / "technology" / "lists").glob("*.json")):
        yield take_technology_list(_read(path), now=now)
    yield take_lexicon(lexicon_data(FIXTURES / "technology"), now=now)
    for path in sorted((FIXTURES / "policies").glob("*.json")):
        yield _take_policy(_read(path), actor=actor, now=now)


def _take_extract(path: Path, *, actor: Actor, now: dt.datetime) -> str:
    facts = _read(path.with_suffix(".json"))
    loaded = load(
        ListSource.objects.get(code=path.stem),
        SourceFiles.at(path),
        dates=EditionDates(dt.date.fromisoformat(facts["issued"]), dt.date.fromisoformat(facts["effective"])),
        loaded_by=actor.label,
        source_address=facts["official_page"],
        is_extract=True,
        accept_shrinkage=True,
        now=now,
    )
    return f"{path.stem}: {loaded.edition.entry_count} entries ({loaded.edition.label}, extract)"


def _take_policy(content: dict[str, Any], *, actor: Actor, now: dt.datetime) -> str:
    sha256 = policies.content_hash(content)
    known = PolicyEdition.objects.filter(institution=None, code=content["code"], sha256=sha256).first()
    if known is None:
        known = policies.draft(content, institution=None, actor=actor, now=now)
        policies.publish(known, actor=actor, now=now)
        known.refresh_from_db()
    return f"{known}: {known.status}"


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
