"""A new edition of a technology list: brought by one person, published by another. It serves the whole installation."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.models import User
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.lists import technology as editions
from screening.lists.technology import NotOpen, Unchanged
from screening.lists.technology_file import read_technology_list
from screening.models import TechnologyListDraft, TechnologyListEdition
from screening.technology.faults import TechnologyFault

_Made = TypeVar("_Made")


@transaction.atomic
def bring(
    file: SourceFile,
    *,
    list_code: str,
    actor: Actor,
    edition: str = "",
    issued: dt.date | None = None,
    now: dt.datetime | None = None,
) -> TechnologyListDraft:
    """Read a file into an edition that another person publishes.

    JSON says everything itself. A table says the areas: name and day of the edition are given, the rest is taken from
    the edition in force. An empty ``list_code`` brings a list that is not here yet. Raises ``NotAllowed``,
    ``FileRefused`` naming row and column, ``TechnologyListKnown``.
    """
    _demand(actor)
    head = _head(list_code, edition, issued)
    try:
        found, content = read_technology_list(file, head)
        if list_code not in ("", found.code):
            raise TechnologyFault("code", "other_list", "the file holds {found}", found=found.code)
        draft = editions.bring(content, file_name=file.name, by=actor.label, now=now or timezone.now())
    except ImportRefused as refused:
        raise errors.FileRefused(field="file", detail=str(refused), refused=refused) from refused
    except TechnologyFault as fault:
        raise errors.FileRefused(field="file", detail=str(fault), fault=fault) from fault
    except Unchanged as unchanged:
        raise errors.TechnologyListKnown(field="file") from unchanged
    after = {"list": found.code, "edition": found.edition, "areas": len(found.areas), "file": file.name}
    audit.record(actor, "technology_list.brought", draft, institution=None, after=after)
    return draft


def why_not_publish(draft: TechnologyListDraft, user: User) -> errors.Refused | None:
    """Return why this person may not publish the edition: the same rule hides the button and refuses the act."""
    if not access.may(user, access.LIST_KEEPERS, user.institution):
        return errors.NotAllowed()
    return errors.SamePersonPublishesAreas() if Actor.of_user(user).label == draft.brought_by else None


@transaction.atomic
def publish(
    draft: TechnologyListDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None
) -> TechnologyListEdition:
    """Put an edition into force; later runs use it, earlier ones keep theirs.

    Raises ``NotAllowed``, ``ReasonMissing``, ``SamePersonPublishesAreas``, ``DraftNotOpen``.
    """
    if refused := why_not_publish(draft, _demand(actor, reason)):
        raise refused
    made = _closing(lambda: editions.publish(draft, by=actor.label, reason=reason, now=now or timezone.now()))
    after = {"list": made.list_code, "edition": made.edition, "sha256": made.sha256, "brought_by": draft.brought_by}
    audit.record(actor, "technology_list.published", made, institution=None, after=after, reason=reason.strip())
    return made


@transaction.atomic
def discard(draft: TechnologyListDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Put an edition away; it stays on record. Raises ``NotAllowed``, ``ReasonMissing``, ``DraftNotOpen``."""
    _demand(actor, reason)
    _closing(lambda: editions.discard(draft, by=actor.label, reason=reason, now=now or timezone.now()))
    audit.record(actor, "technology_list.discarded", draft, institution=None, reason=reason.strip())


def _head(list_code: str, edition: str, issued: dt.date | None) -> dict[str, Any]:
    present = editions.present(list_code)
    head = {name: value for name, value in present.content.items() if name != "areas"} if present else {}
    return head | {"edition": edition, "issued": issued.isoformat() if issued else ""}


def _closing(act: Callable[[], _Made]) -> _Made:
    try:
        return act()
    except NotOpen as closed:
        raise errors.DraftNotOpen from closed


def _demand(actor: Actor, reason: str = "-") -> User:
    user = access.demand(actor, access.LIST_KEEPERS, actor.user.institution if actor.user else None)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    return user
