"""What beat sends: one tick a minute. What is due then is read from rows, so nothing is lost while beat is away."""

from typing import Any, Final

TICK_SECONDS: Final = 60

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "tick": {
        "task": "duediligence.tasks.tick",
        "schedule": TICK_SECONDS,
        # A worker that was away finds one tick waiting, not one for each minute.
        "options": {"expires": TICK_SECONDS - 5},
    },
}
