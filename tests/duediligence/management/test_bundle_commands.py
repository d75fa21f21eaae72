"""case_bundle and replay_bundle: the same is found again, or each difference is printed."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from duediligence.documents import bundle
from duediligence.models import AuditEvent, Case
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
    assert run("case_bundle", case.reference, "--output", file) == f"{file}: 10 files of case {case.reference}.\n"
    assert case.current_run
    assert run("replay_bundle", file) == f"{case.current_run.ref}: the same\n"
    assert json.loads(run("replay_bundle", file, "--json"))["differences"] == []
    assert AuditEvent.objects.get(verb="case.bundled").actor == "system:command:case_bundle"


def test_each_difference_is_printed_and_the_status_says_so(case: Case, tmp_path: Path) -> None:
    file, other = tmp_path / "case.zip", tmp_path / "other.zip"
    told = json.loads(run("case_bundle", case.reference, "--output", file, "--json"))
    assert told == {"file": str(file), "count": 10, "reference": case.reference}
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (name,) = (one for one in files if one.startswith(bundle.RUNS))
    record = json.loads(files[name])
    record["hits"][0]["level"] = "possible"
    files[name] = json.dumps(record).encode()
    manifest = json.loads(files[bundle.MANIFEST])
    manifest["files"] = {name: _hash(one) for name, one in files.items() if name != bundle.MANIFEST}
    files[bundle.MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(other, "w") as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    out = StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("replay_bundle", str(other), stdout=out)
    assert "this hit differs" in out.getvalue()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


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
