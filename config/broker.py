"""Where jobs and cached values travel: Redis in production, a folder when everything runs on one machine."""

from pathlib import Path
from typing import Any, Final

_PREFIX: Final = "duediligence:"
_LOOK_SECONDS: Final = 0.2


def cache(redis_url: str) -> dict[str, Any]:
    """Return Django's settings of the cache; without Redis each process has its own."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": _PREFIX.rstrip(":"),
        "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5},
    }


def redis_transport(task_seconds: int) -> dict[str, Any]:
    """Return the transport options on Redis.

    A job that was taken and not acknowledged goes to another worker after ``visibility_timeout``; it must be longer
    than the longest job, or that job would be run twice at the same time.
    """
    return {
        "visibility_timeout": 2 * task_seconds,
        "global_keyprefix": _PREFIX,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 30,
    }


def filesystem_transport(folder: Path) -> dict[str, Any]:
    """Return the transport options on files, and make their folders, closed to other accounts.

    The folder written to and the folder read from are the same: sender and worker share the machine.
    """
    queue, control = folder / "queue", folder / "control"
    for path in (folder, queue, control):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": _LOOK_SECONDS,
    }
