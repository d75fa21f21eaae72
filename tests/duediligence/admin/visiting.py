"""Who visits the pages, and a case that has something on every page."""

from pathlib import Path
from typing import Any

from django.test import Client

from duediligence.domain import disposition
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement
from duediligence.models import Case, Disposition, User
from tests import factories, stories
from tests.factories import Cast


def visitor(user: User | None = None, *, language: str = "en") -> Client:
    """Return a browser of ``user``, signed in."""
    client = Client(headers={"accept-language": language})
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def superuser() -> User:
    return User.objects.create(username="root", is_superuser=True, is_staff=True)


def told(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def hit_case(cast: Cast, tmp_path: Path) -> Case:
    return stories.hit_case(cast, tmp_path)


def judged(case: Case, by: User, judgement: Judgement = Judgement.FALSE_POSITIVE) -> Disposition:
    """Judge the only hit of the case."""
    assert case.current_run
    return disposition.judge(
        case,
        case.current_run.hits.get(),
        actor=Actor.of_user(by),
        judgement=judgement,
        reason_code=reason(judgement),
        text="所在国が異なる",
        evidence=stories.evidence(case, by, reason(judgement)),
        now=factories.NOW,
    )


def reason(judgement: Judgement) -> str:
    """Return a reason code of the shipped policy that belongs to the judgement."""
    return {
        Judgement.FALSE_POSITIVE: "seat_differs",
        Judgement.TRUE_MATCH_RELEVANT: "partner_is_listed",
    }[judgement]
