"""Several people at the same instant: threads that start together, each with a connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, connections

ON_A_SERVER = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads need a database server"),
]
"""SQLite lets one writer in at a time; only a database server has two people in the middle of an act."""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; return what each gave or raised."""
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = act()
        except Exception as raised:
            results[number] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def answers(*acts: Callable[[], object]) -> Counter[str]:
    """Run the acts at once; return how often each kind of answer was given, by the name of its class."""
    return Counter(type(result).__name__ for result in at_once(*acts))
