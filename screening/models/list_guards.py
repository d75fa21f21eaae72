"""Triggers that keep a loaded edition as it was read: its facts, its entries, their names, who decided what.

The editions of technology lists and of the lexicon are kept likewise; one more keeps whoever wrote a part of a draft of
the lexicon from publishing it.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from screening.models import guards as triggers
from screening.models.guards import Guard

EDITION = "screening_listedition"
ENTRY = "screening_entry"
NAME = "screening_entryname"
ERROR = "screening_editionrowerror"
DECISION = "screening_editiondecision"
LEXICON_DRAFT = "screening_lexicondraft"
TECHNOLOGY = "screening_technologylistedition"
LEXICON = "screening_lexiconedition"

_FACTS = (
    "source_id, label, issued_date, effective_date, stated_repeal_date, is_extract, file_name, source_address, "
    "sha256, entry_count, name_count, row_error_count, holds, importer_version, loaded_at, loaded_by"
)
_KEPT = "a loaded list edition cannot be changed"
_NOTED = "a decision on a list edition cannot be changed"
_PUBLISHED = "a published edition cannot be changed"
_READ = "OLD.state <> 'loading'"


def _loading(edition_id: str) -> str:
    return f"(SELECT state FROM {EDITION} WHERE id = {edition_id}) <> 'loading'"  # noqa: S608 - constants


def _edition_of(entry_id: str) -> str:
    return f"(SELECT edition_id FROM {ENTRY} WHERE id = {entry_id})"  # noqa: S608 - constants


def _rows_of(table: str, edition: str) -> list[Guard]:
    """The rows of an edition are written while it is being read, and never again."""
    old, new = edition.replace("ROW", "OLD"), edition.replace("ROW", "NEW")
    there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - constants
    return [
        Guard(f"{table}_no_late_insert", table, "INSERT", _KEPT, _loading(new)),
        Guard(f"{table}_no_update", table, "UPDATE", _KEPT, f"{_loading(old)} OR {_loading(new)}"),
        Guard(f"{table}_no_delete", table, "DELETE", _KEPT, _loading(old)),
        Guard(f"{table}_no_truncate", table, "TRUNCATE", _KEPT, vendors=("postgresql",)),
        # REPLACE deletes without firing the delete trigger.
        Guard(f"{table}_no_replace", table, "INSERT", _KEPT, there, vendors=("sqlite",)),
    ]


_WRITERS = "CAST(NEW.writers AS TEXT)"
_BY_A_WRITER = f"""NEW.status = 'published' AND REPLACE({_WRITERS}, '"' || NEW.closed_by || '"', '') <> {_WRITERS}"""

_SAME_EDITION = f"EXISTS (SELECT 1 FROM {EDITION} WHERE id = NEW.id)"  # noqa: S608 - constants

GUARDS = (
    Guard(f"{EDITION}_frozen", EDITION, f"UPDATE OF {_FACTS}", _KEPT, _READ),
    Guard(f"{EDITION}_no_reading_again", EDITION, "UPDATE OF state", _KEPT, f"{_READ} AND NEW.state = 'loading'"),
    Guard(f"{EDITION}_no_delete", EDITION, "DELETE", _KEPT, _READ),
    Guard(f"{EDITION}_no_truncate", EDITION, "TRUNCATE", _KEPT, vendors=("postgresql",)),
    Guard(f"{EDITION}_no_replace", EDITION, "INSERT", _KEPT, _SAME_EDITION, vendors=("sqlite",)),
    *_rows_of(ENTRY, "ROW.edition_id"),
    *_rows_of(NAME, _edition_of("ROW.entry_id")),
    *_rows_of(ERROR, "ROW.edition_id"),
    Guard(f"{DECISION}_no_update", DECISION, "UPDATE", _NOTED),
    Guard(f"{DECISION}_no_delete", DECISION, "DELETE", _NOTED),
    Guard(f"{DECISION}_no_truncate", DECISION, "TRUNCATE", _NOTED, vendors=("postgresql",)),
    Guard(f"{TECHNOLOGY}_frozen", TECHNOLOGY, "UPDATE OF list_code, edition, content, sha256", _PUBLISHED),
    Guard(f"{TECHNOLOGY}_no_delete", TECHNOLOGY, "DELETE", _PUBLISHED),
    Guard(f"{LEXICON}_frozen", LEXICON, "UPDATE OF edition, content, local, pack_id, sha256", _PUBLISHED),
    Guard(f"{LEXICON}_no_delete", LEXICON, "DELETE", _PUBLISHED),
    Guard(f"{LEXICON_DRAFT}_two_people", LEXICON_DRAFT, "UPDATE", "another person publishes a draft", _BY_A_WRITER),
)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of guards that are absent or switched off."""
    return triggers.missing(GUARDS, connection)


def install(connection: BaseDatabaseWrapper) -> None:
    triggers.install(GUARDS, connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    triggers.remove(GUARDS, connection)


def reinstall(using: str, **_kwargs: Any) -> None:
    install(connections[using])
