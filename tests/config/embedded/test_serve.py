"""Everything on one machine, as a person starts and stops it: real server, real worker, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from config.embedded.address import HOST, answers, listen

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60
SERVE = ("-m", "config.embedded")
PREPARE = """
import os, sys
from config.embedded.address import listen
from config.embedded.serve import serve

listener = listen(int(os.environ["PORT"]))
print(serve(listener, lambda: print("ready", flush=True), prepare=[sys.executable, "-c", sys.argv[1]]))
"""
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks processes up in /proc")


@contextmanager
def serving(folder: Path, port: int, *program: str) -> Iterator[subprocess.Popen[str]]:
    """Start a program that serves; it is ended with the block."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    variables = {
        **inherited,
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "EMBEDDED": "true",
        "LC_ALL": "C.UTF-8",
        "PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    with listen(0) as listener:
        port: int = listener.getsockname()[1]
    return port


def processes_using(folder: Path) -> list[str]:
    """Return the command lines of processes that were started for this folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if f"DATA_DIR={folder}".encode() in (path / "environ").read_bytes().split(b"\0"):
                found.append((path / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # ended meanwhile, or not ours
    return [command for command in found if command]


def wait_until(condition: Callable[[], bool], seconds: float = SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def send_tick(folder: Path) -> None:
    script = "from config.celery import app; app.send_task('duediligence.tasks.tick')"
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(folder), "REDIS_URL": ""}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=variables, check=True)


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_pages_and_jobs_are_served_until_the_end_and_nothing_is_left(number: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, *SERVE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line == f"Ready at http://{HOST}:{port}/ — stop with Ctrl-C.\n"
        with urlopen(f"http://{HOST}:{port}/healthz") as response:
            assert response.read() == b'{"status": "ok"}'
        send_tick(tmp_path)
        assert wait_until(lambda: not any((tmp_path / "broker" / "queue").iterdir())), "the worker took no job"
        process.send_signal(number)
        assert process.wait(timeout=SECONDS) == (0 if number is signal.SIGINT else -number)
        assert wait_until(lambda: not processes_using(tmp_path)), processes_using(tmp_path)
    assert answers(port) is False


@needs_proc
def test_a_preparation_that_fails_ends_all_before_anything_is_served(tmp_path: Path) -> None:
    program = "print('half done'); raise SystemExit(3)"
    with serving(tmp_path, free_port(), "-c", PREPARE, program) as process:
        output, _ = process.communicate(timeout=SECONDS)
    assert output == "half done\nEnded(name='preparation', status=3)\n"
    assert wait_until(lambda: not processes_using(tmp_path)), processes_using(tmp_path)


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
        with serving(tmp_path, port, *SERVE) as process:
            output, _ = process.communicate(timeout=SECONDS)
    line = f"Port {port} is in use. Choose another one, for instance: make run PORT={port + 1}\n"
    assert (process.returncode, output) == (1, line)
