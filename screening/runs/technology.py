"""Classifying the texts of a run against the published technology lists."""

import datetime as dt
import functools
from typing import Any

from django.db import transaction

from screening.enums import PublicationStatus
from screening.models import LexiconEdition, Run, TechnologyHit, TechnologyListEdition
from screening.runs import second_opinion
from screening.runs.request import ScreeningRequest, TechnologyUse
from screening.technology.classify import AreaMatch, Classification, TechnologyText, classify
from screening.technology.lexicon import parse_lexicon
from screening.technology.matcher import Matcher
from screening.technology.score import TechnologyLevel
from screening.technology.taxonomy import TechnologyList, parse_technology_list


def classify_texts(run: Run, request: ScreeningRequest) -> list[dict[str, str]]:
    """Store the areas that the texts touch in every list asked for, and what was not checked.

    Returns the problems: a list that is not published is never "no words found".
    """
    problems: list[dict[str, str]] = []
    text = TechnologyText(dict(request.texts))
    hits: list[TechnologyHit] = []
    facts: dict[str, Any] = {}
    for use in request.technologies:
        edition, lexicon = published(use.list_code)
        if edition is None or lexicon is None:
            problems.append({"code": "technology_missing", "list": use.list_code})
            continue
        result = classify(text, matcher_for(edition.pk, lexicon.pk))
        facts[use.list_code] = {
            "edition": edition.edition,
            "edition_sha256": edition.sha256,
            "lexicon": lexicon.edition,
            "lexicon_sha256": lexicon.sha256,
            "suppressed": [suppressed.as_dict() for suppressed in result.suppressed],
            "not_checked": list(result.not_checked),
            "below": [area.as_dict() for area in result.areas if area.level is TechnologyLevel.NONE],
            **_second_opinion(use, text, result),
        }
        hits += [_hit(run, use, area) for area in result.areas if area.level is not TechnologyLevel.NONE]
    with transaction.atomic():
        run.technology_hits.all().delete()
        TechnologyHit.objects.bulk_create(hits)
        run.technology = facts
        run.save(update_fields=["technology"])
    return problems


def published(list_code: str) -> tuple[TechnologyListEdition | None, LexiconEdition | None]:
    """Return the published edition of the list and the published lexicon, where there are any."""
    edition = TechnologyListEdition.objects.filter(list_code=list_code, status=PublicationStatus.PUBLISHED).first()
    lexicon = LexiconEdition.objects.filter(status=PublicationStatus.PUBLISHED).first()
    return edition, lexicon


def published_on(list_code: str, day: dt.date) -> tuple[TechnologyListEdition | None, LexiconEdition | None]:
    """Return the editions that were the published ones at the end of ``day``."""
    editions = TechnologyListEdition.objects.filter(list_code=list_code, published_at__date__lte=day)
    lexicons = LexiconEdition.objects.filter(published_at__date__lte=day)
    return editions.order_by("-published_at").first(), lexicons.order_by("-published_at").first()


@functools.lru_cache(maxsize=32)
def technology_list(edition_id: int) -> TechnologyList:
    return parse_technology_list(TechnologyListEdition.objects.values_list("content", flat=True).get(pk=edition_id))


@functools.lru_cache(maxsize=32)
def technology_list_with(sha256: str) -> TechnologyList:
    """Return the edition of this content. Raises ``TechnologyListEdition.DoesNotExist``."""
    return parse_technology_list(TechnologyListEdition.objects.values_list("content", flat=True).get(sha256=sha256))


@functools.lru_cache(maxsize=32)
def matcher_for(edition_id: int, lexicon_id: int) -> Matcher:
    lexicon = parse_lexicon(LexiconEdition.objects.values_list("content", flat=True).get(pk=lexicon_id))
    return Matcher(lexicon, technology_list(edition_id))


def _second_opinion(use: TechnologyUse, text: TechnologyText, result: Classification) -> dict[str, Any]:
    """Add nothing where the policy switched it off or where it was not trained."""
    if not use.second_opinion or use.list_code != second_opinion.LIST:
        return {}
    return {"second_opinion": second_opinion.facts(text, result)}


def _hit(run: Run, use: TechnologyUse, area: AreaMatch) -> TechnologyHit:
    return TechnologyHit(
        run=run,
        list_code=use.list_code,
        area_code=area.code,
        score=area.score,
        level=str(area.level),
        action=use.strong_action if area.level is TechnologyLevel.STRONG else use.possible_action,
        detail=area.as_dict(),
    )
