"""The evidence bundle: one archive that says what was checked, found and decided, and how to prove it."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from duediligence.documents import sending
from duediligence.documents.case_facts import case_facts, edition_facts, run_records
from duediligence.documents.case_work import declaration_facts, submission_facts
from duediligence.documents.decision_record import decision_record
from duediligence.documents.typesetting import pdf
from duediligence.domain import access, audit, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.models import AuditEvent, Case, ChainHead, PartnerFile, SubjectOrigin
from screening.lists import own_file
from screening.matching.version import ENGINE_VERSION
from screening.models import ListEdition, RunList

FORMAT: Final = "research-security-evidence/1"
MANIFEST: Final = "manifest.json"
RUNS: Final = "runs/"
OWN_LISTS: Final = "lists/"
AUDIT: Final = "audit.jsonl"
PROOF: Final = "audit-proof.json"
DECLARED: Final = ("declarations.json", "questionnaire-draft", "submissions/")
LANGUAGES: Final = ("ja", "en")
_UNHELD: Final = 2
"""So often the parts are made without anybody waiting."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def write(case: Case, output: IO[bytes], *, actor: Actor, now: dt.datetime | None = None) -> dict[str, Any]:
    """Write the bundle of a case and return its manifest.

    That it was taken out is noted in the audit log with the SHA-256 of the manifest, by which the log proves the
    bundle. All parts say the same: what takes long is made first, while others go on; if the case changed meanwhile it
    is made anew, and the third time nothing else is recorded in the institution until it is made.
    Declarations and submissions are in it for whoever reads declarations, and for the command line; the manifest says
    what was withheld. A file that states masked answers is never in it. The manifest names every other file with its
    SHA-256. The audit slice holds the whole rows of the case; of the rows between them only number and hash, which
    show that the case's rows stand in the institution's chain.
    """
    now = now or timezone.now()
    reads = actor.user is None or access.may_read_declarations(actor.user, case.institution)
    files, manifest = _settled(case, actor, now, reads=reads)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {MANIFEST: _json(manifest), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return manifest


def _settled(case: Case, actor: Actor, now: dt.datetime, *, reads: bool) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files and the manifest of the case as it stands at one moment, noted in the log."""
    for _attempt in range(_UNHELD):
        last, made = _last(case), _made(case, now, reads=reads)
        with transaction.atomic():
            audit.hold(case.institution)
            if not _changed(case, last):
                return _noted(case, made, actor, now)
    with transaction.atomic():
        audit.hold(case.institution)
        return _noted(case, _made(case, now, reads=reads), actor, now)


def _last(case: Case) -> int:
    """Return the number of the last event in the institution's chain."""
    return ChainHead.objects.filter(stream=audit.stream_of(case.institution)).values_list("seq", flat=True).first() or 0


def _changed(case: Case, last: int) -> bool:
    """Tell whether anything was recorded after ``last`` that may be in the bundle: not of other cases, no sign-in."""
    later = AuditEvent.objects.filter(stream=audit.stream_of(case.institution), seq__gt=last)
    about = Q(case_reference=case.reference) | Q(case_reference="") & ~Q(object_type="user")
    return later.filter(about).exists()


def _made(case: Case, now: dt.datetime, *, reads: bool) -> dict[str, bytes | None]:
    """Return the files by name; ``None`` is withheld."""
    related = ("institution", "policy_edition", "revision", "proposal__programme")
    case = Case.objects.select_related(*related).get(pk=case.pk)
    declared = _declared(case, now) if reads else ((name, None) for name in DECLARED)
    return {**dict(_files(case, now)), **dict(declared)}


def _noted(
    case: Case, made: Mapping[str, bytes | None], actor: Actor, now: dt.datetime
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Add the slice of the log, note that the bundle was taken; the caller holds the chain."""
    files = {name: content for name, content in made.items() if content is not None} | _logged(case)
    manifest = {
        "format": FORMAT,
        "case": case.reference,
        "made_at": now.isoformat(),
        "engine_version": ENGINE_VERSION,
        "code_version": settings.CODE_VERSION,
        "withheld": [name for name, content in made.items() if content is None],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    where: dict[str, Any] = {"institution": case.institution, "case_reference": case.reference}
    audit.record(actor, "case.bundled", case, after={"manifest_sha256": digest(manifest)}, **where)
    return files, manifest


def digest(manifest: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the manifest as it stands in the bundle."""
    return hashlib.sha256(_json(manifest)).hexdigest()


def _files(case: Case, now: dt.datetime) -> Iterator[tuple[str, bytes]]:
    for language in LANGUAGES:
        yield f"decision-record-{language}.pdf", pdf(decision_record(case, language=language, now=now))
    yield "case.json", _json(case_facts(case))
    yield "editions.json", _json(edition_facts(case))
    yield "policy.json", _json(case.policy_edition.content)
    for record in run_records(case):
        yield f"{RUNS}{record['ref']}.json", _json(record)
    for edition in _own_editions(case):
        yield f"{OWN_LISTS}{edition.sha256}.csv", own_file.written(edition)
    for file in case.attachments.select_related("stored"):
        yield f"files/{file.pk}-{file.name}", stored_file.content_of(file.stored, file.name)
    sent = PartnerFile.objects.filter(part__case=case, confirmations__isnull=False).distinct()
    for told in sent.select_related("stored"):
        yield f"partners/{told.part_id}/{told.pk}-{told.name}", stored_file.content_of(told.stored, told.name)


def _logged(case: Case) -> dict[str, bytes]:
    lines = b"".join(audit.line(event).encode() + b"\n" for event in _own_events(case))
    return {AUDIT: lines, PROOF: _json(_proof(case))}


def _declared(case: Case, now: dt.datetime) -> Iterator[tuple[str, bytes | None]]:
    """Yield declarations, submissions and letters; nothing stands for a file that states masked answers.

    Before anything was submitted the questionnaire is there as it stands.
    """
    yield "declarations.json", _json(declaration_facts(case))
    if not case.submissions.exists() and read(case.policy_edition).questionnaire:
        for kind in ("pdf", "xlsx"):
            yield f"questionnaire-draft.{kind}", sending.drawn(case, language=sending.FORM_LANGUAGE, kind=kind, now=now)
    related = case.submissions.select_related("revision", "policy_edition", "submitted_by")
    for one in related.prefetch_related("files__stored"):
        yield f"submissions/{one.number}/submission.json", _json(submission_facts(one))
        for file in one.files.all():
            stored = file.stored
            content = None if stored.is_sealed else stored_file.content_of(stored, file.name)
            yield f"submissions/{one.number}/{file.name}", content
    for answer in case.confirmations.select_related("letter").filter(letter__isnull=False):
        if answer.letter:
            name = f"letters/{answer.pk}-{PurePosixPath(answer.letter_name).name}"
            yield name, stored_file.content_of(answer.letter, answer.letter_name)


def _own_editions(case: Case) -> QuerySet[ListEdition]:
    """Return the editions of the office's own list that runs of the case used: nobody publishes them."""
    runs = SubjectOrigin.objects.filter(case=case).values("run")
    asked = RunList.objects.filter(run__in=runs).exclude(edition__source__owner_ref="")
    return ListEdition.objects.filter(pk__in=asked.values("edition")).order_by("pk")


def _own_events(case: Case) -> Iterator[Mapping[str, Any]]:
    stream = audit.stream_of(case.institution)
    own = AuditEvent.objects.filter(stream=stream, case_reference=case.reference).order_by("seq")
    yield from own.values().iterator(chunk_size=2000)


def _proof(case: Case) -> dict[str, Any]:
    stream = audit.stream_of(case.institution)
    first = AuditEvent.objects.filter(stream=stream, case_reference=case.reference).order_by("seq").first()
    chain = AuditEvent.objects.filter(stream=stream, seq__gte=first.seq if first else 0).order_by("seq")
    head = ChainHead.objects.get(stream=stream)
    return {
        "stream": stream,
        "head": [head.seq, head.hash],
        "before": first.previous_hash if first else None,
        "chain": [list(row) for row in chain.values_list("seq", "hash")],
    }


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder).encode()
