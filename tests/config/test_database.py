"""Database addresses as Django's settings."""

from pathlib import Path

import pytest

from config.database import DatabaseAddressError, database_settings

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"


def test_sqlite_writes_wait_their_turn(tmp_path: Path) -> None:
    settings = database_settings(f"sqlite:///{tmp_path}/db.sqlite3", pool_size=8)
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == f"{tmp_path}/db.sqlite3"
    assert settings["OPTIONS"] == {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}


def test_postgresql_is_pooled_and_keeps_the_options_of_the_address() -> None:
    address = "postgresql://me:p%40ss@db.example:5433/office?sslmode=require&conn_max_age=600"
    assert database_settings(address, pool_size=5) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "office",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require", "pool": {"min_size": 0, "max_size": 5, "timeout": 20}},
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
    }


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("mysql://db/x", "must start with sqlite:/// or postgresql://"),
        ("office", "must start with sqlite:/// or postgresql://"),
        ("sqlite:///relative.db", "must give SQLite an absolute path: sqlite:////path/to/file"),
        ("sqlite://:memory:", "must give SQLite an absolute path: sqlite:////path/to/file"),
        ("sqlite:////nowhere/at/all/db", "must name a SQLite file in a folder that exists"),
        ("sqlite:////", "must name a SQLite file in a folder that exists"),
        ("postgresql://db", "names no database"),
        ("postgresql://db/", "names no database"),
        (
            "postgresql://db:port/x",
            "cannot be read as an address; special characters in a password are written as %xx",
        ),
        (
            "postgresql://me:a/b@db/x",
            "cannot be read as an address; special characters in a password are written as %xx",
        ),
        ("postgresql://me:a b@db/x", "holds a space; write it as %20"),
    ],
)
def test_refuses_an_address_it_cannot_use(address: str, problem: str) -> None:
    with pytest.raises(DatabaseAddressError) as error:
        database_settings(address, pool_size=8)
    assert str(error.value) == problem
