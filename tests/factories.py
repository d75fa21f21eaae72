"""The cast and the data of the tests: submitter, reviewer, second reviewer, decision-maker, stranger, funder."""

import datetime as dt
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duediligence.domain import case as cases
from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput, PartyInput, ProposalContent
from duediligence.domain.party import NameInput, OrganisationInput, PersonInput
from duediligence.domain.proposal import receive
from duediligence.enums import MemberRole, NameType, PartyRole, Role, Scope
from duediligence.models import (
    ApiClient,
    Case,
    Department,
    Funder,
    Institution,
    PolicyEdition,
    Programme,
    ProgrammeGrant,
    Proposal,
    RoleGrant,
    User,
)
from screening.enums import ListEffect
from screening.importers.files import SourceFiles
from screening.lists.load import EditionDates, load
from screening.lists.sources import own_watch_list, sync_sources
from screening.models import ListEdition, ListSource

NOW = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOW.date()
SYSTEM = Actor.of_system("tests")
_numbers = itertools.count(1)


def institution(code: str = "", *, is_demo: bool = True) -> Institution:
    code = code or f"univ{next(_numbers)}"
    return Institution.objects.create(code=code, name_ja=f"{code}大学", name_en=f"{code} University", is_demo=is_demo)


def user(at: Institution, *roles: Role, username: str = "", department: Department | None = None) -> User:
    username = username or f"user{next(_numbers)}"
    created = User.objects.create(
        username=username, institution=at, department=department, email=f"{username}@example.ac.jp"
    )
    for role in roles:
        RoleGrant.objects.create(user=created, role=role, from_date=dt.date(2020, 4, 1))
    return created


@dataclass(frozen=True)
class Cast:
    """Everybody at one institution, and a stranger at another."""

    institution: Institution
    submitter: User
    department_officer: User
    reviewer: User
    second_reviewer: User
    decision_maker: User
    second_decision_maker: User
    auditor: User
    admin: User
    stranger: User


def cast() -> Cast:
    home = institution()
    department = Department.objects.create(institution=home, code="eng", name_ja="工学部", name_en="Engineering")
    return Cast(
        institution=home,
        submitter=user(home, Role.RESEARCHER),
        department_officer=user(home, Role.DEPARTMENT_OFFICER, department=department),
        reviewer=user(home, Role.SECURITY_OFFICER),
        second_reviewer=user(home, Role.SECURITY_OFFICER),
        decision_maker=user(home, Role.DECISION_MAKER),
        second_decision_maker=user(home, Role.DECISION_MAKER),
        auditor=user(home, Role.AUDITOR),
        admin=user(home, Role.OFFICE_ADMIN),
        stranger=user(institution(), Role.SECURITY_OFFICER, Role.DECISION_MAKER, Role.OFFICE_ADMIN),
    )


def programme(*, designated: bool = True, code: str = "") -> Programme:
    code = code or f"programme-{next(_numbers)}"
    funder = Funder.objects.create(code=f"funder-{code}", name_ja="架空振興機構", name_en="Fictional Funding Agency")
    return Programme.objects.create(
        code=code,
        funder=funder,
        name_ja="架空プログラム",
        name_en="Fictional programme",
        is_designated=designated,
        basis="2022-09-30 基本指針" if designated else "",
    )


def client(*programmes: Programme) -> ApiClient:
    created = ApiClient.objects.create(funder=programmes[0].funder, name=f"client{next(_numbers)}")
    for granted in programmes:
        ProgrammeGrant.objects.create(client=created, programme=granted)
    return created


ALL_SCOPES = list(Scope)


def member(name: str = "見本 一郎", *, role: MemberRole = MemberRole.PI, **person: Any) -> MemberInput:
    return MemberInput(person=PersonInput(name=name, **person), role=role)


def partner(name: str, *, country: str = "", aliases: tuple[str, ...] = ()) -> PartyInput:
    names = tuple(NameInput(alias, NameType.ALIAS) for alias in aliases)
    return PartyInput(OrganisationInput(name=name, country=country, names=names), role=PartyRole.PARTNER)


def content(**changes: Any) -> ProposalContent:
    given: dict[str, Any] = {
        "title_ja": "古典文学の受容史",
        "title_en": "Reception of classical literature",
        "abstract_ja": "和歌の受容を明らかにする。",
        "members": (member(),),
        **changes,
    }
    return ProposalContent(**given)


def proposal(by: User, *, into: Programme | None = None, now: dt.datetime = NOW, **changes: Any) -> Proposal:
    assert by.institution
    return receive(
        institution=by.institution,
        content=content(**changes),
        actor=Actor.of_user(by),
        programme=into,
        department=by.department,
        now=now,
    )


def case(by: User, *, into: Programme | None = None, now: dt.datetime = NOW, **changes: Any) -> Case:
    return cases.open_case(proposal(by, into=into, now=now, **changes), actor=Actor.of_user(by), now=now)


def policy(code: str = "voluntary", **changes: Any) -> PolicyEdition:
    """Publish a shipped policy, with some of its parts replaced."""
    import json

    path = Path(__file__).parent.parent / "fixtures" / "policies" / f"{code}.json"
    edition = policies.draft({**json.loads(path.read_text()), **changes}, institution=None, actor=SYSTEM, now=NOW)
    policies.publish(edition, actor=SYSTEM, now=NOW)
    edition.refresh_from_db()
    return edition


def watch_list(
    tmp_path: Path,
    rows: str,
    *,
    code: str = "jp_meti_eul",
    issued: dt.date = dt.date(2026, 5, 1),
    is_extract: bool = False,
    owner_ref: str = "",
) -> ListEdition:
    """Load ``rows`` (our own CSV without its heading) as an edition of a list, public or somebody's own."""
    sync_sources()
    path = tmp_path / f"{code}-{issued}.csv"
    path.write_text(f"uid,kind,name,aliases,country\n{rows}\n", encoding="utf-8")
    return load(
        own_watch_list(owner_ref) if owner_ref else ListSource.objects.get(code=code),
        SourceFiles.at(path),
        dates=EditionDates(issued, issued),
        loaded_by="tests",
        is_extract=is_extract,
        accept_shrinkage=True,
        now=NOW,
    ).edition


def only_list(code: str = "jp_meti_eul", effect: ListEffect = ListEffect.LICENCE_TRIGGER) -> list[dict[str, Any]]:
    """Return the list bindings of a policy that checks one list only."""
    import json

    path = Path(__file__).parent.parent / "fixtures" / "policies" / "voluntary.json"
    bindings: list[dict[str, Any]] = json.loads(path.read_text())["list_bindings"]
    return [{**binding, "effect": effect} for binding in bindings if binding["list_code"] == code]
