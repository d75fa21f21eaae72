from screening.models.check import ListCheck
from screening.models.decision import EditionDecision, SettledLink
from screening.models.draft import DraftRow, WatchListDraft
from screening.models.edition import EditionRowError, ListEdition
from screening.models.entry import Entry, EntryName
from screening.models.run import Hit, Run, RunList, TechnologyHit
from screening.models.source import ListSource
from screening.models.technology import LexiconDraft, LexiconEdition, TechnologyListDraft, TechnologyListEdition

__all__ = [
    "DraftRow",
    "EditionDecision",
    "EditionRowError",
    "Entry",
    "EntryName",
    "Hit",
    "LexiconDraft",
    "LexiconEdition",
    "ListCheck",
    "ListEdition",
    "ListSource",
    "Run",
    "RunList",
    "SettledLink",
    "TechnologyHit",
    "TechnologyListDraft",
    "TechnologyListEdition",
    "WatchListDraft",
]
