"""The demonstration office: plainly fictional people at a plainly fictional university."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from duediligence.models import (
    ApiClient,
    Department,
    Funder,
    Institution,
    Programme,
    ProgrammeGrant,
    ProgrammeStage,
    RoleGrant,
    User,
)

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


@dataclass(frozen=True, slots=True)
class Office:
    institution: Institution
    users: dict[str, User]
    programmes: dict[str, Programme]
    clients: dict[str, ApiClient]


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def names_taken() -> list[str]:
    """Return the codes and user names of the demonstration that somebody else has here."""
    content = read("office.json")
    wanted = (
        (Institution, "code", [content["institution"]["code"]]),
        (User, "username", [row["username"] for row in content["users"]]),
        (Funder, "code", [row["code"] for row in content["funders"]]),
    )
    return [
        name
        for model, field, names in wanted
        for name in model._default_manager.filter(**{f"{field}__in": names}).values_list(field, flat=True)
    ]


@transaction.atomic
def make(*, password: str) -> Office:
    content = read("office.json")
    institution = Institution.objects.create(is_demo=True, **content["institution"])
    departments = {
        row["code"]: Department.objects.create(institution=institution, **row) for row in content["departments"]
    }
    hashed = make_password(password)
    users = {row["username"]: _user(row, institution, departments, hashed) for row in content["users"]}
    funders = {row["code"]: Funder.objects.create(**row) for row in content["funders"]}
    programmes = {row["code"]: _programme(row, funders) for row in content["programmes"]}
    return Office(institution, users, programmes, _clients(funders, programmes))


def _user(row: dict[str, Any], institution: Institution, departments: dict[str, Department], hashed: str) -> User:
    user = User.objects.create(
        username=row["username"],
        display_name=row["display_name"],
        institution=institution,
        department=departments.get(row.get("department", "")),
        email=f"{row['username']}@example.ac.jp",
        password=hashed,
        is_staff=row.get("is_staff", False),
    )
    for role in row["roles"]:
        RoleGrant.objects.create(user=user, role=role, from_date=dt.date(2026, 4, 1))
    return user


def _programme(row: dict[str, Any], funders: dict[str, Funder]) -> Programme:
    fields = {key: value for key, value in row.items() if key not in ("stages", "funder")}
    programme = Programme.objects.create(funder=funders[row["funder"]], **fields)
    for stage in row["stages"]:
        deadline = timezone.localdate() + dt.timedelta(days=stage["in_days"])
        ProgrammeStage.objects.create(programme=programme, kind=stage["kind"], deadline_date=deadline)
    return programme


def _clients(funders: dict[str, Funder], programmes: dict[str, Programme]) -> dict[str, ApiClient]:
    clients = {code: ApiClient.objects.create(funder=funder, name="demo") for code, funder in funders.items()}
    for programme in programmes.values():
        ProgrammeGrant.objects.create(client=clients[programme.funder.code], programme=programme)
    return clients
