"""The import contracts hold, and each of them notices what it forbids."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("config", "screening", "duediligence")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# Contract, the module that gets a line added to it, the line.
PLANTED = [
    ("screening-knows-nothing-of-cases", "screening/runs", "import duediligence.models"),
    ("screening-knows-nothing-of-cases", "screening/models", "import config.settings"),
    ("screening-knows-nothing-of-cases", "screening/admin", "import rest_framework"),
    ("nobody-imports-config", "duediligence/domain", "import config.env"),
    ("pure-packages", "screening/names", "import django.utils.timezone"),
    ("pure-packages", "screening/matching", "import django.db"),
    ("pure-packages", "screening/technology", "import screening.models"),
    ("pure-packages", "screening/importers", "import django.conf"),
    ("pure-packages", "duediligence/policy", "import celery"),
    ("screening-layers", "screening/models", "import screening.runs"),
    ("screening-layers", "screening/matching", "import screening.importers"),
    ("screening-layers", "screening/lists", "import screening.admin"),
    ("duediligence-layers", "duediligence/models", "import duediligence.domain"),
    ("duediligence-layers", "duediligence/domain", "import duediligence.admin"),
    ("duediligence-layers", "duediligence/api", "import duediligence.admin"),
    ("duediligence-layers", "duediligence/policy", "import duediligence.models"),
    ("no-cycles", "duediligence/models", "import duediligence.domain"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code that can be spoilt."""
    folder = tmp_path_factory.mktemp("contracts")
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "locale")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)


def test_the_code_keeps_every_contract(tree: Path) -> None:
    result = lint(tree, "--cache-dir", str(tree / "cache"))
    assert result.returncode == 0, result.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in result.stdout


@pytest.mark.parametrize(("contract", "package", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(tree: Path, contract: str, package: str, line: str) -> None:
    module = tree / package / "planted.py"
    module.write_text(f"{line}\n")
    try:
        result = lint(tree, "--contract", contract, "--cache-dir", str(tree / "cache"))
    finally:
        module.unlink()
    assert result.returncode == 1, result.stdout
    assert "Contracts: 0 kept, 1 broken." in result.stdout


def test_a_room_that_nobody_drew_is_refused(tree: Path) -> None:
    room = tree / "duediligence" / "helpers.py"
    room.touch()
    try:
        result = lint(tree, "--contract", "duediligence-layers", "--cache-dir", str(tree / "cache"))
    finally:
        room.unlink()
    assert result.returncode == 1
    assert "helpers" in result.stdout + result.stderr


def test_no_contract_is_left_untested() -> None:
    assert {contract for contract, _package, _line in PLANTED} == {contract["id"] for contract in CONTRACTS}
