"""What every test process does first, and the cast that most stories share."""

import gc
import signal
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import settings

from config.embedded.processes import die_with_parent


def pytest_configure(config: pytest.Config) -> None:
    """End the workers of pytest-xdist with the process that started them, however that one ended; no example that
    hypothesis makes up fails because the machine is busy.
    """
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")
    if hasattr(config, "workerinput"):
        die_with_parent()
    else:
        # A shell starts what it puts in the background deaf to interrupts.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse two tests of one id: handed out by file, only one of them would run."""
    twice = [nodeid for nodeid, count in Counter(item.nodeid for item in items).items() if count > 1]
    if twice:
        raise pytest.UsageError(f"these ids stand for several tests: {', '.join(twice)}")


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among the modules and tests that stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _database_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the guards away before a transactional test's tables are emptied; emptying installs them again."""
    marker = request.node.get_closest_marker("django_db")
    empties = (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(
        request.fixturenames
    )
    if not empties:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from duediligence.models import guards
    from screening.models import list_guards

    guards.remove(connection)
    list_guards.remove(connection)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Forget what one test's database had: primary keys begin anew in the next."""
    from duediligence.domain import policy
    from duediligence.queries import lexicon
    from screening.runs import engine, technology

    yield
    policy._read_frozen.cache_clear()
    lexicon.lines_of.cache_clear()
    engine._engine.cache_clear()
    technology.technology_list.cache_clear()
    technology.technology_list_with.cache_clear()
    technology.matcher_for.cache_clear()
