"""Who may do what: every act of the domain, done by everybody, against the table that the office reads."""

import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from duediligence import domain, errors
from duediligence.domain.actor import Actor
from duediligence.enums import CaseStatus
from duediligence.models import Case, DeclarationLink, PartnerLink, User
from tests import factories
from tests.duediligence.domain.acts import ACTS, PARTS
from tests.duediligence.domain.preparing import Does
from tests.duediligence.domain.world import WHY, World

pytestmark = pytest.mark.django_db
PAGE = Path(settings.BASE_DIR) / "docs" / "who-may-do-what.md"
FIRST = "who did the step before"


def people(world: World) -> Mapping[str, Actor]:
    cast = world.cast
    superuser = User.objects.create(username="superuser", institution=cast.institution, is_superuser=True)
    users = {
        "author": cast.submitter,
        "member": world.member,
        "department officer": cast.department_officer,
        "research-security officer": cast.reviewer,
        "decision-maker": cast.decision_maker,
        "auditor": cast.auditor,
        "administrator": cast.admin,
        "superuser": superuser,
        "another institution": cast.stranger,
        FIRST: world.first,
    }
    link = DeclarationLink.objects.filter(revoked_at__isnull=True).first()
    links = {"holder of the personal link": Actor.of_link(link)} if link else {}
    if invitation := PartnerLink.objects.filter(revoked_at__isnull=True).first():
        links["partner’s officer"] = Actor.of_partner(invitation)
    return {
        **{name: Actor.of_user(User.objects.get(pk=user.pk)) for name, user in users.items()},
        "funder’s program": Actor.of_client(world.client),
        **links,
    }


def answer(does: Does, actor: Actor) -> str:
    """Return ``yes`` or the code of the refusal; nothing of it stays."""
    try:
        with transaction.atomic():
            does(actor)
            transaction.set_rollback(True)
    except errors.Refused as refused:
        return refused.code
    return "yes"


def line(name: str, world: World) -> str:
    """Return the row of the table that the domain itself makes true."""
    does = ACTS[name](world)
    actors = people(world)
    answers = {who: answer(does, actor) for who, actor in actors.items()}
    may = [who for who, said in answers.items() if said == "yes"]
    refused = {who: said for who, said in answers.items() if said != "yes"}
    usual = Counter(refused.values()).most_common(1)[0][0] if refused else ""
    others = [f"{who}: `{said}`" for who, said in refused.items() if said != usual]
    Case.objects.exclude(status=CaseStatus.WITHDRAWN).update(
        status=CaseStatus.WITHDRAWN, closed_at=factories.NOW, close_reason=WHY
    )
    ended = answer(does, actors[may[0]]) if may else usual
    cells = (
        ", ".join(may) or "nobody",
        usual and f"`{usual}`",
        "; ".join(others),
        "yes" if ended == "yes" else f"`{ended}`",
    )
    return f"| `{name}` | {' | '.join(cell or '–' for cell in cells)} |"


@pytest.mark.parametrize("name", ACTS)
def test_the_table_is_true(name: str, world: World) -> None:
    assert line(name, world) in PAGE.read_text(encoding="utf-8").splitlines()


def with_actor() -> Iterator[str]:
    """Find every public function of the domain that is told who acts."""
    for found in pkgutil.iter_modules(domain.__path__):
        module = import_module(f"{domain.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = inspect.unwrap(function).__module__ == module.__name__ and not name.startswith("_")
            if is_own and "actor" in inspect.signature(function).parameters:
                yield f"{found.name}.{name}"


def test_every_act_has_its_row() -> None:
    in_table = {row.split("`")[1] for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| `")}
    assert in_table == set(ACTS)
    assert {name.split(":")[0] for name in ACTS} | PARTS == set(with_actor())
