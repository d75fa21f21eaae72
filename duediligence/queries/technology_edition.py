"""What a new edition of a technology list changes, and what becomes of the words."""

from collections.abc import Iterator
from dataclasses import dataclass

from duediligence.queries.lexicon import ConceptLine, lexicon_in_force, lines_of
from screening.enums import DraftStatus
from screening.lists.technology import present
from screening.models import TechnologyListDraft, TechnologyListEdition
from screening.technology.taxonomy import Area, TechnologyList, parse_technology_list
from screening.technology.taxonomy_delta import AreaChange, AreaChangeKind, area_changes


@dataclass(frozen=True, slots=True)
class EditionAhead:
    """``losing`` are concepts whose words point to an area that goes, with its code; ``wordless`` are new areas to
    which no word points yet."""

    taxonomy: TechnologyList
    before: TechnologyListEdition | None
    changes: list[AreaChange]
    losing: list[tuple[ConceptLine, str]]
    wordless: list[Area]


def edition_ahead(draft: TechnologyListDraft) -> EditionAhead:
    """Return what publishing a draft means, compared with the edition in force."""
    taxonomy, before = parse_technology_list(draft.content), present(draft.list_code)
    changes = area_changes(parse_technology_list(before.content) if before else None, taxonomy)
    lexicon = lexicon_in_force()
    concepts = lines_of(lexicon.pk) if lexicon else ()
    pointed = {code for line in concepts for code in line.concept.areas.get(taxonomy.code, {})}
    known = {area.code for area in taxonomy.areas}
    return EditionAhead(
        taxonomy,
        before,
        changes,
        list(_losing(concepts, taxonomy, known)),
        [
            one.after
            for one in changes
            if one.kind in (AreaChangeKind.ADDED, AreaChangeKind.RECODED) and one.after and one.code not in pointed
        ],
    )


def waiting_editions() -> list[TechnologyListDraft]:
    """Return the editions that wait for another person."""
    return list(TechnologyListDraft.objects.filter(status=DraftStatus.OPEN).order_by("list_code"))


def _losing(
    concepts: tuple[ConceptLine, ...], taxonomy: TechnologyList, known: set[str]
) -> Iterator[tuple[ConceptLine, str]]:
    for line in concepts:
        for code in sorted(set(line.concept.areas.get(taxonomy.code, {})) - known):
            yield line, code
