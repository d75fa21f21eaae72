"""Where jobs travel."""

from pathlib import Path

from config.broker import cache, filesystem_transport, redis_transport


def test_a_cache_without_redis_belongs_to_its_process() -> None:
    assert cache("") == {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def test_a_cache_on_redis_is_shared_under_our_prefix() -> None:
    assert cache("redis://cache/0") == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache/0",
        "KEY_PREFIX": "duediligence",
        "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5},
    }


def test_redis_gives_a_job_to_another_worker_only_after_its_time_limit() -> None:
    assert redis_transport(1800)["visibility_timeout"] == 3600


def test_files_go_out_where_they_come_in_and_only_we_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    assert filesystem_transport(folder) == {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.2,
    }
    assert {path.stat().st_mode & 0o777 for path in (folder, folder / "queue", folder / "control")} == {0o700}


def test_folders_of_an_earlier_start_are_kept(tmp_path: Path) -> None:
    filesystem_transport(tmp_path)
    (tmp_path / "queue" / "job").touch()
    filesystem_transport(tmp_path)
    assert (tmp_path / "queue" / "job").exists()
