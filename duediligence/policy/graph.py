"""The order of steps as a graph: each step with the steps that come first."""

from collections.abc import Mapping

Graph = Mapping[str, tuple[str, ...]]


def without_strangers(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Drop predecessors that are not steps themselves."""
    return {node: tuple(first for first in firsts if first in graph) for node, firsts in graph.items()}


def earlier(graph: Graph, node: str) -> frozenset[str]:
    """Return everything that comes before ``node``; ``node`` itself only when it waits for itself."""
    found: set[str] = set()
    waiting = list(graph[node])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(graph[one])
    return frozenset(found)


def later(graph: Graph, node: str) -> frozenset[str]:
    """Return everything that comes after ``node``."""
    return frozenset(other for other in graph if node in earlier(graph, other))


def in_order(graph: Graph) -> tuple[str, ...]:
    """Return the steps so that each follows all that come first; as declared where that leaves a choice.

    Steps that wait for each other, and those behind them, are left out.
    """
    done: list[str] = []
    left = list(graph)
    while ready := next((node for node in left if all(first in done for first in graph[node])), None):
        done.append(ready)
        left.remove(ready)
    return tuple(done)


def cycles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return one cycle of every knot of steps that wait for each other, as a path back to its start.

    Each step of the path waits for the next; the last is the first again.
    """
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for node in graph:
        if node not in seen and node in (before := earlier(graph, node)):
            seen |= {other for other in before if node in earlier(graph, other)}
            found.append(_way_back(graph, node))
    return tuple(found)


def _way_back(graph: Graph, start: str) -> tuple[str, ...]:
    """Return the shortest path from ``start`` along what it waits for to ``start``."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while True:
        path = paths.pop(0)
        if start in graph[path[-1]]:
            return (*path, start)
        fresh = [first for first in graph[path[-1]] if first not in seen]
        seen.update(fresh)
        paths.extend((*path, first) for first in fresh)
