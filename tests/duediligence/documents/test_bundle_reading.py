"""An evidence bundle is read as it was written; any other file, or one that was changed, is refused by name."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from duediligence.documents import bundle, bundle_reading
from duediligence.documents.bundle_reading import NoBundle, evidence_in
from duediligence.models import AuditEvent
from tests import factories, stories

pytestmark = pytest.mark.django_db

Files = dict[str, bytes]
OWN_ROW = "7,organization,Example Trading House,Sample Traders"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """What is in the bundle of a case that asked a public list and the office's own."""
    stream = io.BytesIO()
    case = stories.own_list_case(factories.cast(), tmp_path, f"{OWN_ROW},ZZ")
    bundle.write(case, stream, actor=factories.SYSTEM, now=factories.NOW)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files, *more: tuple[str, bytes], compression: int = zipfile.ZIP_STORED) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in (*files.items(), *more):
            archive.writestr(name, content)
    return made


def vouched(files: Files) -> Files:
    """The files under a manifest that fits them, as a forger would write it."""
    manifest = json.loads(files[bundle.MANIFEST])
    rest = {name: content for name, content in files.items() if name != bundle.MANIFEST}
    manifest["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in rest.items()}
    return {**rest, bundle.MANIFEST: json.dumps(manifest).encode()}


def first(files: Files, prefix: str) -> str:
    return next(name for name in files if name.startswith(prefix))


def test_it_gives_runs_own_lists_and_the_number_of_events_back(files: Files) -> None:
    evidence = evidence_in(packed(files))
    (run,) = evidence.runs
    assert [hit["entry_uid"] for hit in run["hits"]] == ["1"]
    own = next(one for one in run["lists"] if one["list"] == "own_watch_list")
    assert OWN_ROW.encode() in evidence.own_lists[own["sha256"]]
    assert evidence.event_count == AuditEvent.objects.exclude(case_reference="").exclude(verb="case.bundled").count()


def test_the_log_names_the_manifest_so_that_a_forged_one_differs(files: Files) -> None:
    logged = AuditEvent.objects.get(verb="case.bundled").after["manifest_sha256"]
    assert evidence_in(packed(files)).manifest_sha256 == logged
    assert evidence_in(packed(vouched({**files, "case.json": b"{}"}))).manifest_sha256 != logged


@pytest.mark.parametrize("name", ["case.json", "policy.json", "decision-record-ja.pdf", "runs/", "lists/"])
def test_a_changed_byte_is_named(files: Files, name: str) -> None:
    name = first(files, name)
    content = bytearray(files[name])
    content[len(content) // 2] ^= 1
    with pytest.raises(NoBundle, match=f"{name} was changed"):
        evidence_in(packed({**files, name: bytes(content)}))


@pytest.mark.parametrize("name", ["case.json", bundle.MANIFEST, bundle.PROOF])
def test_a_missing_file_is_named(files: Files, name: str) -> None:
    with pytest.raises(NoBundle, match=f"{name} is missing"):
        evidence_in(packed({one: content for one, content in files.items() if one != name}))


def test_a_file_too_many_is_named_and_nothing_leaves_the_archive(files: Files, tmp_path: Path) -> None:
    with pytest.raises(NoBundle, match=r"outside\.txt does not stand in manifest\.json"):
        evidence_in(packed(files, ("outside.txt", b"x")))
    for name in ("../../outside.txt", "/outside.txt"):
        with pytest.raises(NoBundle, match=f"{name} would lie outside the folder"):
            evidence_in(packed(vouched({**files, name: b"x"})))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(files, ("case.json", files["case.json"]))
    with pytest.raises(NoBundle, match=r"case\.json is there more than once"):
        evidence_in(twice)


def test_what_grows_too_large_is_not_read(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    run = first(files, bundle.RUNS)
    bomb = packed(vouched({**files, run: b" " * (2 << 20)}), compression=zipfile.ZIP_DEFLATED)
    assert len(bomb.getvalue()) < 1 << 20
    monkeypatch.setattr(bundle_reading, "LARGEST_DATA", 1 << 20)
    with pytest.raises(NoBundle, match=f"{run} is larger than 1 MiB"):
        evidence_in(bomb)
    monkeypatch.setattr(bundle_reading, "LARGEST", 1 << 20)
    with pytest.raises(NoBundle, match="unpacked it is larger than 1 MiB"):
        evidence_in(bomb)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(NoBundle, match="not a ZIP archive"):
        evidence_in(io.BytesIO(content))


def test_an_archive_with_broken_bytes_is_refused(files: Files) -> None:
    broken = packed(files, compression=zipfile.ZIP_DEFLATED).getvalue()
    spot = broken.index(b"case.json") + len("case.json") + 20
    with pytest.raises(NoBundle, match=r"case\.json was changed"):
        evidence_in(io.BytesIO(broken[:spot] + bytes(40) + broken[spot + 40 :]))


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (b"{", "manifest.json cannot be read"),
        (b"[" * 100_000, "manifest.json cannot be read"),
        (b"[]", "manifest.json cannot be read"),
        (b"{}", "manifest.json cannot be read"),
        (b'{"format": "other/1", "files": {}}', "its format is “other/1”"),
    ],
)
def test_another_manifest_is_refused(files: Files, manifest: bytes, reason: str) -> None:
    with pytest.raises(NoBundle, match=reason):
        evidence_in(packed({**files, bundle.MANIFEST: manifest}))


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}"])
def test_a_run_that_is_none_is_refused(files: Files, content: bytes) -> None:
    name = first(files, bundle.RUNS)
    with pytest.raises(NoBundle, match=f"{name} cannot be read"):
        evidence_in(packed(vouched({**files, name: content})))


def later(row: dict[str, Any]) -> None:
    row["at"] = "2030-01-01T00:00:00.000000+00:00"


def other_words(row: dict[str, Any]) -> None:
    row["after"] = {"outcome": "cleared"}


def other_actor(row: dict[str, Any]) -> None:
    row["actor"] = "somebody"


@pytest.mark.parametrize("change", [later, other_words, other_actor])
def test_a_changed_event_is_found_although_the_manifest_fits(
    files: Files, change: Callable[[dict[str, Any]], None]
) -> None:
    rows = [json.loads(line) for line in files[bundle.AUDIT].splitlines()]
    change(rows[1])
    lines = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    with pytest.raises(NoBundle, match=f"event {rows[1]['seq']} of audit.jsonl was changed"):
        evidence_in(packed(vouched({**files, bundle.AUDIT: lines})))


def test_a_proof_with_another_head_is_refused(files: Files) -> None:
    proof = json.loads(files[bundle.PROOF])
    proof["head"][1] = "0" * 64
    with pytest.raises(NoBundle, match=r"audit-proof\.json cannot be read"):
        evidence_in(packed(vouched({**files, bundle.PROOF: json.dumps(proof).encode()})))


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"seq": 1}', b'{"at": 3}'])
def test_a_log_that_is_none_is_refused(files: Files, content: bytes) -> None:
    with pytest.raises(NoBundle, match=r"audit\.jsonl cannot be read"):
        evidence_in(packed(vouched({**files, bundle.AUDIT: content})))
