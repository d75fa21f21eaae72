"""The evidence bundle is complete, can be checked, and says when it was changed."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from duediligence.documents import bundle
from duediligence.domain import audit
from duediligence.enums import Judgement
from duediligence.models import AuditEvent, Case
from tests import factories, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(tmp_path: Path) -> Case:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    return case


def written(case: Case) -> io.BytesIO:
    stream = io.BytesIO()
    bundle.write(case, stream, actor=factories.SYSTEM, now=factories.NOW)
    return stream


def content(stream: io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(stream: io.BytesIO, **replaced: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, one in {**content(stream), **replaced}.items():
            archive.writestr(name, one)
    return made


def test_the_manifest_names_every_other_file_with_its_hash(case: Case) -> None:
    files = content(written(case))
    manifest = json.loads(files.pop(bundle.MANIFEST))
    assert manifest["case"] == case.reference
    assert manifest["files"] == {name: hashlib.sha256(one).hexdigest() for name, one in files.items()}
    assert {"decision-record-ja.pdf", "decision-record-en.pdf", "case.json", "policy.json"} <= set(files)


def test_the_facts_hold_judgements_decisions_and_editions(case: Case) -> None:
    files = content(written(case))
    facts = json.loads(files["case.json"])
    (judgement,) = facts["judgements"]
    assert (judgement["judgement"], judgement["entry_uid"]) == ("false_positive", "1")
    assert facts["revisions"][0]["title_ja"] == case.revision.title_ja
    (edition,) = json.loads(files["editions.json"])
    assert edition["sha256"] == case.editions.get().edition.sha256
    assert json.loads(files["policy.json"]) == case.policy_edition.content


def test_the_audit_slice_can_be_proved(case: Case) -> None:
    files = content(written(case))
    rows: list[dict[str, Any]] = [json.loads(line) for line in files["audit.jsonl"].splitlines()]
    proof = json.loads(files["audit-proof.json"])
    chain = dict(proof["chain"])
    assert rows[-1]["verb"] == "case.bundled"
    assert all(chain[row["seq"]] == row["hash"] for row in rows)
    assert proof["head"] == [max(chain), chain[max(chain)]]
    for row in rows:
        event = AuditEvent.objects.get(pk=row["id"])
        assert audit.digest(event) == row["hash"]


def test_a_bundle_gives_its_runs_back(case: Case) -> None:
    (record,) = bundle.recorded_runs(written(case))
    assert case.current_run
    assert record["ref"] == str(case.current_run.ref)
    assert [hit["entry_uid"] for hit in record["hits"]] == ["1"]


@pytest.mark.parametrize("name", ["case.json", "policy.json"])
def test_a_changed_file_is_named(case: Case, name: str) -> None:
    with pytest.raises(bundle.NoBundle, match=name):
        bundle.recorded_runs(changed(written(case), **{name: b"{}"}))


@pytest.mark.parametrize("manifest", [b"{", b"[]", b"{}", b'{"format": "other/1"}'])
def test_another_archive_is_refused(case: Case, manifest: bytes) -> None:
    with pytest.raises(bundle.NoBundle):
        bundle.recorded_runs(changed(written(case), **{bundle.MANIFEST: manifest}))


def test_a_file_that_is_no_archive_is_refused() -> None:
    with pytest.raises(bundle.NoBundle):
        bundle.recorded_runs(io.BytesIO(b"not an archive"))
