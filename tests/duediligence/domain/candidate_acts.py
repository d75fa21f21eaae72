"""The acts on spreadsheets of candidates, and what each needs before somebody can do it."""

from collections.abc import Callable, Mapping

from duediligence.domain import candidate_list
from tests.candidate_sheets import HEAD, ROWS, checked, table
from tests.duediligence.domain.preparing import Does
from tests.duediligence.domain.world import World
from tests.factories import NOW


def bringing(world: World) -> Does:
    return lambda actor: candidate_list.bring(
        world.cast.institution, "x.csv", table([HEAD, *ROWS]), actor=actor, now=NOW
    )


def on_a_checked_one(act: Callable[..., object]) -> Callable[[World], Does]:
    def prepare(world: World) -> Does:
        one = checked(world.cast.reviewer)
        return lambda actor: act(one, actor=actor, now=NOW)

    return prepare


CANDIDATE_ACTS: Mapping[str, Callable[[World], Does]] = {
    "candidate_list.bring": bringing,
    "candidate_list.confirm": on_a_checked_one(candidate_list.confirm),
    "candidate_list.put_away": on_a_checked_one(candidate_list.put_away),
}
