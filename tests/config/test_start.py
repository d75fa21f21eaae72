"""A wrong setting stops whatever is started: status 1 and one line that names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
PROGRAMS = {
    "manage.py": ["manage.py", "check"],
    "worker": ["-m", "celery", "--app", "config", "worker", "--pool", "solo"],
    "beat": ["-m", "celery", "--app", "config", "beat"],
    "web": ["-m", "gunicorn", "--config", "python:config.gunicorn"],
}


def start(program: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, *PROGRAMS[program]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_missing_secret_stops_every_program(program: str, tmp_path: Path) -> None:
    result = start(program, tmp_path)
    line = "Configuration error: SECRET_KEY is missing; set it in the environment (see .env.example)\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", line)


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short: it needs at least 40 characters"),
        ({"DEBUG": "perhaps"}, "DEBUG must be true or false, not 'perhaps'"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts of this installation, not *"),
        ({"SITE_URL": "rs.example"}, "SITE_URL must be an address starting with http:// or https:// and naming a host"),
        ({"DATABASE_URL": "oracle://db/x"}, "DATABASE_URL must start with sqlite:/// or postgresql://"),
        (
            {"REDIS_URL": "cache:6379"},
            "REDIS_URL must be an address starting with redis:// or rediss:// and naming a host",
        ),
        ({"API_RATE": "lots"}, "API_RATE must be a rate such as 600/min, not 'lots'"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT must be a whole number, not 'smtp'"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, not 'LOUD'"),
    ],
)
def test_a_wrong_value_stops_a_command(variables: dict[str, str], problem: str, tmp_path: Path) -> None:
    result = start("manage.py", tmp_path, **{"SECRET_KEY": SECRET, **variables})
    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"Configuration error: {problem}\n")


@pytest.mark.parametrize(
    ("workers", "problem"),
    [
        ("0", "must be between 1 and 64, not 0"),
        ("2", "must be 1 without REDIS_URL: it is what several processes remember in"),
    ],
)
def test_the_web_server_refuses_its_own_wrong_values(workers: str, problem: str, tmp_path: Path) -> None:
    result = start("web", tmp_path, SECRET_KEY=SECRET, WEB_WORKERS=workers)
    assert (result.returncode, result.stderr) == (1, f"Configuration error: WEB_WORKERS {problem}\n")
