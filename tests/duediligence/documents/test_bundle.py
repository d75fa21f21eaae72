"""The evidence bundle is complete and can be checked."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duediligence.documents import bundle
from duediligence.documents.case_facts import case_facts
from duediligence.domain import attachment, audit, confirmation, partner_files
from duediligence.domain.actor import Actor
from duediligence.domain.submission import PreparedFile
from duediligence.enums import ConfirmationKind, ConfirmationVerdict, Judgement
from duediligence.models import AuditEvent, Case
from tests import declaring, factories, partnering, stories
from tests.factories import Cast

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
    assert len(rows) == AuditEvent.objects.filter(case_reference=case.reference).exclude(verb="case.bundled").count()
    assert all(chain[row["seq"]] == row["hash"] for row in rows)
    assert proof["head"] == [max(chain), chain[max(chain)]]
    for row in rows:
        event = AuditEvent(**{**row, "at": dt.datetime.fromisoformat(row["at"])})
        assert (audit.payload_digest(event), audit.digest(event)) == (row["payload_hash"], row["hash"])


def test_the_editions_of_the_own_list_are_in_it(tmp_path: Path) -> None:
    row = "7,organization,Example Trading House,Sample Traders"
    case = stories.own_list_case(factories.cast(), tmp_path, f"{row},ZZ")
    files = content(written(case))
    used = {one["list"]: one["sha256"] for one in json.loads(files["editions.json"])}
    (name,) = (name for name in files if name.startswith("lists/"))
    assert (name, row.encode() in files[name]) == (f"lists/{used['own_watch_list']}.csv", True)


def test_the_questionnaire_is_in_it_as_it_stands_until_it_is_submitted(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.designated_case(cast, tmp_path, factories.programme())
    assert {"questionnaire-draft.pdf", "questionnaire-draft.xlsx"} <= set(content(written(case)))


@pytest.fixture
def sent(tmp_path: Path) -> tuple[Cast, Case]:
    """A case that was submitted with one file and answered by letter."""
    cast = factories.cast()
    case = stories.designated_case(cast, tmp_path, factories.programme())
    stories.assessed(stories.screened(declaring.all_declared(case)), cast.second_reviewer)
    stories.agreed_measure(case, cast)
    paper = ContentFile(b"%PDF-1.7 register", name="登記.pdf")
    attachment.attach(case, paper, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case = stories.submitted(case, cast)
    confirmation.receive(
        case,
        actor=Actor.of_user(cast.reviewer),
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.CONFIRMED,
        letter=PreparedFile("../回答.pdf", b"%PDF-1.7 letter"),
        now=factories.NOW,
    )
    return cast, case


def test_it_holds_what_was_submitted_answered_and_worked_out(sent: tuple[Cast, Case]) -> None:
    _cast, case = sent
    files = content(written(case))
    submission = json.loads(files["submissions/1/submission.json"])
    (name,) = submission["files"]
    assert hashlib.sha256(files[f"submissions/1/{name}"]).hexdigest() == submission["files"][name]
    assert submission["content"] == case.submissions.get().content
    (answer,) = case.confirmations.all()
    (kept,) = case.attachments.all()
    assert files[f"files/{kept.pk}-登記.pdf"] == b"%PDF-1.7 register"
    (listed,) = json.loads(files["case.json"])["files"]
    assert (listed["number"], listed["sha256"]) == (kept.pk, hashlib.sha256(b"%PDF-1.7 register").hexdigest())
    assert files[f"letters/{answer.pk}-回答.pdf"] == b"%PDF-1.7 letter"
    (declared,) = json.loads(files["declarations.json"])
    assert declared["versions"][0]["has_masked_answers"] and "nationality" not in declared["versions"][0]["content"]
    facts = json.loads(files["case.json"])
    assert [one["status"] for one in facts["measures"]] == ["agreed"]
    assert facts["consents"][0]["measures"] == [facts["measures"][0]["number"]]
    assert [one["result"] for one in facts["due_diligence"]] == ["done"]
    assert facts["answers"][0]["submission"] == 1
    assert "questionnaire-draft.pdf" not in files


def test_who_does_not_read_declarations_gets_none_in_the_bundle(sent: tuple[Cast, Case]) -> None:
    cast, case = sent
    stream = io.BytesIO()
    manifest = bundle.write(case, stream, actor=Actor.of_user(cast.admin), now=factories.NOW)
    assert manifest["withheld"] == ["declarations.json", "questionnaire-draft", "submissions/"]
    assert not [
        name for name in content(stream) if name.startswith(("declarations", "questionnaire", "submissions", "letters"))
    ]


def test_a_file_that_states_masked_answers_stays_out(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.ready_to_submit(stories.designated_case(cast, tmp_path, factories.programme()), cast)
    stories.approve(case, cast.second_reviewer, is_sealed=True)
    manifest = json.loads(content(written(case))[bundle.MANIFEST])
    assert manifest["withheld"] == [f"submissions/1/{case.submissions.get().files.get().name}"]


def test_it_holds_what_a_partner_confirmed_with_its_files_and_nothing_before(tmp_path: Path) -> None:
    cast = factories.cast()
    case = partnering.partner_case(cast, tmp_path)
    part, officer = partnering.opened(case, cast)
    partnering.drafted(part, officer)
    paper = ContentFile(b"%PDF-1.7 record", name="record.pdf")
    put = partner_files.attach(part, paper, actor=officer, now=factories.NOW)
    name = f"partners/{part.pk}/{put.pk}-record.pdf"
    before = content(written(case))
    partnering.confirm(part, officer)

    after = content(written(case))
    (partner,) = json.loads(after["case.json"])["partners"]
    (version,) = partner["versions"]
    assert (name in before, after[name]) == (False, b"%PDF-1.7 record")
    assert json.loads(before["case.json"])["partners"][0]["versions"] == []
    assert (partner["partner"], version["result"], version["by"]) == (partnering.NAME, "done", "Kari Sample")
    assert version["files"] == {put.stored.sha256: "record.pdf"}
    assert [told["person"] for told in version["declarations"]] == list(partnering.PEOPLE)


def test_the_names_of_a_large_case_do_not_each_bring_their_run(case: Case) -> None:
    with CaptureQueriesContext(connection) as seen:
        case_facts(case)
    (asked,) = [one["sql"] for one in seen if 'FROM "duediligence_subjectorigin"' in one["sql"]]
    assert '"screening_run"."request"' not in asked


@pytest.mark.parametrize(("changes", "attempts", "is_held"), [(0, 1, False), (1, 2, False), (2, 3, True)])
def test_a_case_that_changes_meanwhile_is_drawn_anew_at_last_while_the_others_wait(
    case: Case, monkeypatch: pytest.MonkeyPatch, *, changes: int, attempts: int, is_held: bool
) -> None:
    made: list[bool] = []
    held: list[bool] = []
    genuine, hold = bundle._files, audit.hold
    where: dict[str, Any] = {"institution": case.institution, "case_reference": case.reference}

    def changing(*given: Any) -> Any:
        made.append(len(held) == len(made) + 1)
        if len(made) <= changes:
            Case.objects.filter(pk=case.pk).update(close_reason=f"第{len(made)}版")
            audit.record(factories.SYSTEM, "test.changed", case, **where)
        return genuine(*given)

    def counted(*given: Any) -> None:
        held.append(True)
        hold(*given)

    monkeypatch.setattr(bundle, "_files", changing)
    monkeypatch.setattr(audit, "hold", counted)
    files = content(written(case))
    assert (len(made), made[-1]) == (attempts, is_held)
    assert json.loads(files["case.json"])["close_reason"] == (f"第{changes}版" if changes else "")
    assert AuditEvent.objects.filter(verb="case.bundled").count() == 1


def test_what_happens_elsewhere_in_the_office_begins_nothing_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[None] = []
    genuine = bundle._files

    def beside(*given: Any) -> Any:
        made.append(None)
        where: dict[str, Any] = {"institution": case.institution}
        audit.record(factories.SYSTEM, "user.signed_in", factories.cast().reviewer, **where)
        audit.record(factories.SYSTEM, "test.changed", case, case_reference="OTHER-2026-0001", **where)
        return genuine(*given)

    monkeypatch.setattr(bundle, "_files", beside)
    written(case)
    assert len(made) == 1
