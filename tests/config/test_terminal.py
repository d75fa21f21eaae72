"""The language that commands speak."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.language import terminal_language

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja"}, "ja"),
        ({"LANG": "JA_JP.eucJP"}, "ja"),
        ({"LC_MESSAGES": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "ja_JP.UTF-8", "LC_MESSAGES": "C", "LANG": "C"}, "ja"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_variable_that_is_set_decides(variables: dict[str, str], language: str) -> None:
    assert terminal_language(variables) == language


@pytest.mark.parametrize(("locale", "word"), [("ja_JP.UTF-8", "パスワード"), ("C.UTF-8", "password")])
def test_a_command_speaks_it(locale: str, word: str, tmp_path: Path) -> None:
    variables = {**os.environ, "LC_ALL": locale, "DATA_DIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    script = (
        "import sys; from config.terminal import TerminalUtility; "
        "utility = TerminalUtility(['manage.py', 'check']); utility.execute(); "
        "from django.utils.translation import gettext; print(gettext('password'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1].lower() == word


@pytest.mark.parametrize(("ended_by", "status"), [("KeyboardInterrupt", 130), ("BrokenPipeError", 141)])
def test_an_interrupt_or_a_closed_pipe_ends_a_command_without_a_traceback(
    ended_by: str, status: int, tmp_path: Path
) -> None:
    script = (
        "import sys; from django.core.management import ManagementUtility; from config import terminal\n"
        "class Interrupted(terminal.TerminalUtility):\n"
        "    def fetch_command(self, subcommand):\n"
        f"        raise {ended_by}\n"
        "terminal.TerminalUtility = Interrupted\n"
        "terminal.execute(['manage.py', 'check'])"
    )
    variables = {**os.environ, "DATA_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (status, "")
