"""case_bundle and replay_bundle: the same is found again, or each difference is printed."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from duediligence.documents import bundle
from duediligence.models import AuditEvent, Case
from screening.matching.version import ENGINE_VERSION
from tests import factories, stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return stories.hit_case(factories.cast(), tmp_path)


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_bundle_is_written_and_replayed_to_the_same(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "case.zip"
    events = AuditEvent.objects.filter(case_reference=case.reference).count()
    told = run("case_bundle", case.reference, "--output", file)
    digest = AuditEvent.objects.get(verb="case.bundled").after["manifest_sha256"]
    assert told == f"{file}: 10 files of case {case.reference}. SHA-256 of the manifest: {digest}\n"
    assert case.current_run
    assert run("replay_bundle", file).splitlines() == [
        f"{case.current_run.ref}: the same",
        f"{file}: files unchanged, runs repeated: 1, events of the log that hold: {events}.",
        f"SHA-256 of its manifest, as in the log of the office that wrote it (case.bundled): {digest}",
    ]
    assert json.loads(run("replay_bundle", file, "--json"))["differences"] == []
    assert AuditEvent.objects.get(verb="case.bundled").actor == "system:command:case_bundle"


def test_each_difference_is_printed_and_the_status_says_so(case: Case, tmp_path: Path) -> None:
    file, other = tmp_path / "case.zip", tmp_path / "other.zip"
    told = json.loads(run("case_bundle", case.reference, "--output", file, "--json"))
    digest = AuditEvent.objects.get(verb="case.bundled").after["manifest_sha256"]
    assert told == {"file": str(file), "count": 10, "reference": case.reference, "manifest_sha256": digest}
    rewritten(file, other, lambda record: record["hits"][0].update(level="possible"))
    out = StringIO()
    with pytest.raises(CommandError, match="differences: 1"):
        call_command("replay_bundle", str(other), stdout=out)
    assert "this hit differs" in out.getvalue()


def test_another_engine_and_a_run_that_never_finished_are_told(case: Case, tmp_path: Path) -> None:
    file, other = tmp_path / "case.zip", tmp_path / "other.zip"
    run("case_bundle", case.reference, "--output", file)
    assert case.current_run
    rewritten(file, other, lambda record: record.update(engine_version="0"))
    assert run("replay_bundle", other).startswith(f"{case.current_run.ref}: the same (engine 0 → {ENGINE_VERSION})\n")
    rewritten(file, other, lambda record: record.update(status="failed", lists=[], hits=[]))
    assert run("replay_bundle", other).startswith(f"{case.current_run.ref}: never finished")
    assert json.loads(run("replay_bundle", other, "--json"))["is_repeated"] is False


@pytest.mark.parametrize("change", [{"request": {}}, {"lists": None}, {"status": "other"}, {"technology": {"JP20": 1}}])
def test_a_run_that_cannot_be_repeated_is_refused(case: Case, tmp_path: Path, change: dict[str, object]) -> None:
    file, other = tmp_path / "case.zip", tmp_path / "other.zip"
    run("case_bundle", case.reference, "--output", file)
    rewritten(file, other, lambda record: record.update(change))
    with pytest.raises(CommandError, match="what it says of a run cannot be read"):
        run("replay_bundle", other)


def rewritten(file: Path, other: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Write the bundle again with another run and a manifest that fits it."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (name,) = (one for one in files if one.startswith(bundle.RUNS))
    record = json.loads(files[name])
    change(record)
    files[name] = json.dumps(record).encode()
    manifest = json.loads(files.pop(bundle.MANIFEST))
    manifest["files"] = {name: hashlib.sha256(one).hexdigest() for name, one in files.items()}
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in {**files, bundle.MANIFEST: json.dumps(manifest).encode()}.items():
            archive.writestr(name, content)


def test_an_unknown_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no case “NONE-1”"):
        run("case_bundle", "NONE-1", "--output", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_a_place_that_cannot_be_written_is_named(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        run("case_bundle", case.reference, "--output", tmp_path / "none" / "x.zip")


def test_a_file_that_is_no_bundle_or_is_missing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    with pytest.raises(CommandError, match="cannot be read"):
        run("replay_bundle", file)
    file.write_bytes(b"no archive")
    with pytest.raises(CommandError, match="is no evidence bundle"):
        run("replay_bundle", file)
