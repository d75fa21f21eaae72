"""Nothing that a family started lives on, however it ends. The family runs in a process of its own here."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Two children; the second has a child of its own and takes no notice of SIGTERM. Each writes its process id.
PARENT = """
import os, sys
from config.embedded.processes import ProcessFamily

folder, last = sys.argv[1:]
calm = f"echo $$ > {folder}/calm; exec sleep 600"
stubborn = f"trap '' TERM; sleep 600 & echo $! > {folder}/grandchild; echo $$ > {folder}/stubborn; wait"
with ProcessFamily(stop_seconds=0.5) as family:
    family.start("calm", ["sh", "-c", calm], variables=os.environ)
    family.start("last", ["sh", "-c", last or stubborn], variables=os.environ)
    print("started", flush=True)
    print(family.wait(), family.asked_to_stop, flush=True)
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pids: list[int], seconds: float = 5) -> list[int]:
    deadline = time.monotonic() + seconds
    while any(map(is_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [pid for pid in pids if is_alive(pid)]


def start(folder: Path, last: str = "") -> subprocess.Popen[str]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder), last],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "started\n"
    return parent


def ending(parent: subprocess.Popen[str]) -> str:
    """Return what the parent said last. (``communicate`` would miss what came with the first line.)"""
    assert parent.stdout is not None
    with parent:
        return parent.stdout.read()


def children(folder: Path, *names: str) -> list[int]:
    paths = [folder / name for name in names]
    deadline = time.monotonic() + 5
    while not all(path.exists() and path.read_text() for path in paths) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [int(path.read_text()) for path in paths]


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path) -> Iterator[None]:
    """End what a failing test would leave."""
    yield
    for path in tmp_path.iterdir():
        if is_alive(pid := int(path.read_text())):
            os.kill(pid, signal.SIGKILL)


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_ends_all_even_those_that_ignore_it(number: signal.Signals, tmp_path: Path) -> None:
    parent = start(tmp_path)
    pids = children(tmp_path, "calm", "stubborn", "grandchild")
    parent.send_signal(number)
    output = ending(parent)
    assert (parent.returncode, output) == (0, "None True\n")
    assert wait_until_gone(pids) == []


@needs_proc
def test_a_child_that_ends_by_itself_ends_the_others_and_is_named(tmp_path: Path) -> None:
    parent = start(tmp_path, last=f"until test -s {tmp_path}/calm; do sleep 0.05; done; exit 7")
    output = ending(parent)
    assert output == "Ended(name='last', status=7) False\n"
    assert wait_until_gone(children(tmp_path, "calm")) == []


@needs_proc
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_killed_parent_takes_its_children_with_it(tmp_path: Path) -> None:
    parent = start(tmp_path, last="exec sleep 600")
    pids = children(tmp_path, "calm")
    parent.kill()
    parent.communicate(timeout=10)
    assert wait_until_gone(pids) == []
