"""Taking shipped technology lists in as published editions."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from screening.enums import PublicationStatus
from screening.models import TechnologyListEdition
from screening.technology.taxonomy import parse_technology_list


@transaction.atomic
def take_technology_list(content: Mapping[str, Any], *, now: dt.datetime) -> str:
    """Publish a shipped list unless this content is there; the edition before it is retired."""
    parsed = parse_technology_list(content)
    sha256 = content_hash(content)
    if not TechnologyListEdition.objects.filter(list_code=parsed.code, sha256=sha256).exists():
        present = TechnologyListEdition.objects.filter(list_code=parsed.code, status=PublicationStatus.PUBLISHED)
        present.update(status=PublicationStatus.RETIRED)
        TechnologyListEdition.objects.create(
            list_code=parsed.code,
            edition=parsed.edition,
            content=dict(content),
            sha256=sha256,
            status=PublicationStatus.PUBLISHED,
            published_at=now,
        )
    return f"{parsed.code} {parsed.edition}: {len(parsed.areas)} areas"


def content_hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
