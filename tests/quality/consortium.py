"""A consortium of any size as a screened case, and `python -m tests.quality.consortium`: what its pages and run cost.

The command makes a database of its own beside that of $DATABASE_URL and drops it at the end. Seconds are those of the
process, so that other work on the machine does not count.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from duediligence.domain import screening
from duediligence.enums import MemberRole
from duediligence.models import Case, Declaration, DeclarationVersion, Person
from duediligence.policy.answers import ItemAnswer
from tests import factories, stories
from tests.factories import Cast

PAGES = (
    "case",
    "case_members",
    "case_hits",
    "case_technology",
    "case_assessment",
    "case_measures",
    "case_due_diligence",
    "case_steps",
    "case_documents",
    "case_history",
)
SYLLABLES = [first + last for first in ("", *"kstnhmr") for last in "aiueo"]
AUTHORS_EACH = 5


def person(number: int) -> str:
    """Return a fictional name for each number; two of them are seldom alike."""
    chosen = random.Random(number).choices(SYLLABLES, k=7)
    return f"{''.join(chosen[:3]).capitalize()} {''.join(chosen[3:]).capitalize()}"


def consortium(cast: Cast, kept: Path, *, members: int, papers: int, authors: int, listed: int) -> Case:
    """Return a screened case of that many members, papers and co-authors, some of them on a list."""
    entries = "\n".join(f"{number},person,{person(number * authors // listed)},,KP" for number in range(listed))
    given = tuple(
        factories.member(f"見本 {person(900_000 + number)}", role=MemberRole.PARTICIPANT if number else MemberRole.PI)
        for number in range(members)
    )
    case = stories.designated_case(cast, kept, factories.programme(), members=given)
    factories.watch_list(kept, entries, issued=stories.ISSUED.replace(day=2))
    rows = _papers(papers, authors)
    for membership in case.revision.memberships.select_related("person"):
        _declared(case, membership.person, [next(rows) for _paper in range(papers // members)])
    screening.begin(case, actor=factories.SYSTEM, purpose="declared", now=factories.NOW)
    return case


def _papers(papers: int, authors: int) -> Iterator[dict[str, str]]:
    for number in range(papers):
        first = number * authors // papers
        names = [person((first + step) % authors) for step in range(AUTHORS_EACH)]
        yield {
            "date": "2025-04-01",
            "title": f"Paper {number}",
            "first_author": names[0],
            "co_authors": "; ".join(names),
        }


def _declared(case: Case, who: Person, rows: list[dict[str, str]]) -> None:
    declaration = Declaration.objects.create(case=case, person=who, created_at=factories.NOW)
    answer = ItemAnswer(rows=tuple(rows))
    DeclarationVersion.objects.create(
        declaration=declaration,
        number=1,
        form_code="form",
        form_edition="1",
        content={"papers": answer.to_dict()},
        consent_edition="1",
        consent_text="同意する",
        submitted_at=factories.NOW,
    )


def costs(case: Case, client: Client, page: str) -> tuple[int, float]:
    """Return the queries of a page and the seconds of this process."""
    address = reverse(f"admin:{page}", args=[case.reference])
    begun = time.process_time()
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    assert response.status_code == 200, (page, response.status_code)
    return len(seen), time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=60)
    parser.add_argument("--papers", type=int, default=1_500)
    parser.add_argument("--authors", type=int, default=4_000)
    parser.add_argument("--listed", type=int, default=300)
    options = parser.parse_args()
    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as kept:
            _measure(Path(kept), **vars(options))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measure(kept: Path, **size: int) -> None:
    cast = factories.cast()
    case = consortium(cast, kept, **size)
    begun, clock = time.process_time(), time.monotonic()
    stories.screened(case)
    spent = f"{time.process_time() - begun:.1f} s of the process, {time.monotonic() - clock:.1f} s by the clock"
    run = case.current_run
    assert run
    print(f"{connection.vendor}: {run.subject_count} subjects, {run.hits.count()} hits, screened in {spent}")
    client = Client()
    client.force_login(cast.reviewer)
    for page in PAGES:
        costs(case, client, page)
        queries, seconds = costs(case, client, page)
        print(f"{page:20} {queries:4} queries {seconds:7.3f} s")


if __name__ == "__main__":
    main()
