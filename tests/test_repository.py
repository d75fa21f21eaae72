"""What the repository holds: nothing missing, nothing that does not belong, nothing out of date."""

import re
import subprocess
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    *("manage.py", "duediligence", "screening", "config", "fixtures", "tests", "docs"),
    *("requirements.txt", "requirements-dev.txt", "requirements-e2e.txt", "pyproject.toml", "Makefile", ".ci"),
    *("README.md", "CHANGELOG.md", "LICENSE", ".env.example"),
    *(".gitignore", ".editorconfig", ".pre-commit-config.yaml"),
}
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
LONGEST_MODULE = 300
# Folders of one machine, hosts that only one network knows.
FOREIGN = re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/|\.internal\b|--index-url|--extra-index-url")


def tracked() -> list[Path]:
    result = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        pytest.skip("this copy of the code is no git repository")
    return [ROOT / name for name in result.stdout.split("\0") if name and (ROOT / name).exists()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # a picture, a spreadsheet
    return found


def test_the_top_level_is_as_agreed() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} == TOP_LEVEL


def test_nothing_names_the_machine_it_was_written_on() -> None:
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert [name for name, text in texts() if name != own and FOREIGN.search(text)] == []


def test_no_secret_or_database_is_kept() -> None:
    suspicious = re.compile(r"\.(sqlite3.*|pem|key|p12|log)$|(^|/)(\.env|secret_key)$")
    assert [path for path in tracked() if suspicious.search(path.as_posix())] == []


def test_nothing_is_left_to_be_done() -> None:
    marks = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|raise NotImplemented[E]rror")  # which is no mark itself
    code = [(name, text) for name, text in texts() if name.endswith(".py")]
    assert [name for name, text in code if marks.search(text)] == []


def test_modules_are_short() -> None:
    code = [(name, text) for name, text in texts() if name.endswith(".py") and "/migrations/" not in name]
    assert [(name, lines) for name, text in code if (lines := len(text.splitlines())) > LONGEST_MODULE] == []


def test_no_room_is_for_everything() -> None:
    names = re.compile(r"(^|/)(utils|helpers|common|services|misc)(\.py|/)")
    assert [path for path in tracked() if names.search(path.relative_to(ROOT).as_posix())] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "requirements-e2e.txt"])
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    packages = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())
    faulty = [
        package.split("\n")[0]
        for package in packages
        if not package.startswith("#") and not re.match(r"[a-z0-9._\[\]-]+==\S+ .*\\\n +--hash=sha256:", package)
    ]
    assert faulty == []


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]),
        ("requirements-e2e.txt", PROJECT["dependency-groups"]["e2e"]),
    ],
)
def test_the_lock_holds_what_the_project_asks_for(lock: str, asked: list[str]) -> None:
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(), flags=re.MULTILINE))
    assert {re.split(r"[\[<>=!~;]", name)[0].lower() for name in asked} - locked == set()


def test_tests_are_installed_with_the_versions_that_serve() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+==[^ ;]+)", (ROOT / lock).read_text(), flags=re.MULTILINE))

    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models() -> None:
    output = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=output)
    assert "No changes detected" in output.getvalue() or "変更は検出されませんでした" in output.getvalue()


def test_the_configuration_example_names_each_variable_that_is_read() -> None:
    code = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "gunicorn.py", "env.py"))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code)) | {"DATABASE_POOL_SIZE"}
    shown = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert read == {name for name in shown if not name.endswith("_FILE")}


def test_make_lists_every_target_it_explains() -> None:
    listing = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    readme = (ROOT / "README.md").read_text()
    for target in re.findall(r"`make ([a-z-]+)", readme):
        assert f"make {target} " in listing


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for name, text in texts():
        if not name.endswith(".md"):
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target and not ((ROOT / name).parent / target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []
