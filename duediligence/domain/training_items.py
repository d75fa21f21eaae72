"""The office's own judgements as labelled texts, for the training of the second opinion."""

from typing import Any

from django.db import transaction

from duediligence import errors
from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.enums import AreaJudgement
from duediligence.models import Institution, Revision, TechnologyJudgement
from screening.runs.technology import published, technology_list


@transaction.atomic
def training_items(institution: Institution, list_code: str, *, actor: Actor) -> list[dict[str, Any]]:
    """Return a text for each judged revision: its confirmed areas, and as unknown those that nobody judged.

    What was dismissed is in neither: it teaches that the text does not touch the area. The texts are confidential,
    so taking them along is audited. Raises ``InvalidInput`` when the list is not published.
    """
    edition = published(list_code)[0]
    if edition is None:
        raise errors.InvalidInput("list_code", "missing")
    known = [area.code for area in technology_list(edition.pk).areas]
    live = TechnologyJudgement.objects.filter(
        case__institution=institution, list_code=list_code, replaced_at__isnull=True
    )
    judged: dict[int, list[TechnologyJudgement]] = {}
    for one in live.select_related("case", "revision").order_by("pk"):
        judged.setdefault(one.revision_id, []).append(one)
    items = [_item(given, known) for given in judged.values()]
    after = {"list": list_code, "items": len(items)}
    audit.record(actor, "technology.judgements_exported", institution, institution=institution, after=after)
    return items


def _item(judgements: list[TechnologyJudgement], known: list[str]) -> dict[str, Any]:
    revision: Revision = judgements[0].revision
    by_area = {one.area_code: one.judgement for one in judgements}
    return {
        "id": f"{judgements[0].case.reference}/{revision.number}",
        "lang": "ja" if revision.title_ja else "en",
        "title": "\n".join(filter(None, (revision.title_ja, revision.title_en))),
        "text": "\n".join(filter(None, (revision.abstract_ja, revision.abstract_en))),
        "keywords": [*revision.keywords_ja, *revision.keywords_en],
        "gold": [code for code in known if by_area.get(code) == AreaJudgement.CONFIRMED],
        "ok": [code for code in known if code not in by_area],
        "tier": "judged",
    }
