"""The gate of the declarations: each member's is in, or none is required."""

from pathlib import Path

import pytest

from duediligence.domain import declaration, gates
from duediligence.domain.actor import Actor
from duediligence.enums import MemberRole
from duediligence.policy.steps import Gate
from tests import declaring, factories, stories

pytestmark = pytest.mark.django_db


def missing(case) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(one) for one in gates._CHECKS[Gate.DECLARATIONS_IN](case)]


def test_the_gate_opens_when_every_declaration_is_settled(tmp_path: Path) -> None:
    cast = factories.cast()
    members = (factories.member(), factories.member("見本 花子", role=MemberRole.PARTICIPANT))
    case = stories.designated_case(cast, tmp_path, factories.programme(), members=members)
    first, second = (one.person for one in case.revision.memberships.all())
    assert missing(case) == ["Declarations are still missing (2): 見本 一郎, 見本 花子."]

    declaring.declared(case, first)
    declaring.begun(case, second)
    assert missing(case) == ["Declarations are still missing (1): 見本 花子."]

    declaration.mark_not_required(case, second, actor=Actor.of_user(cast.reviewer), reason_code="no_research_role")
    assert missing(case) == []


def test_of_many_members_five_are_named(tmp_path: Path) -> None:
    members = (factories.member(), *(factories.member(f"{n}号", role=MemberRole.PARTICIPANT) for n in range(6)))
    case = stories.designated_case(factories.cast(), tmp_path, factories.programme(), members=members)
    assert missing(case) == ["Declarations are still missing (7): 見本 一郎, 0号, 1号, 2号, 3号."]
