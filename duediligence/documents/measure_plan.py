"""The mitigation plan of a case: each measure with target, owner, dates, evidence and history, and who consented."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from duediligence.days import day, moment
from duediligence.documents.typesetting import Document, Facts, Heading, Part, Section, Table, Words, pdf
from duediligence.domain import audit, consent
from duediligence.domain.actor import Actor
from duediligence.domain.assessment import finds_something, standing
from duediligence.domain.evidence import evidence_of
from duediligence.domain.policy import read
from duediligence.labels import label
from duediligence.messages import reason_words
from duediligence.models import Attachment, Case, Measure, MeasureRecord


def measure_plan(case: Case, *, language: str, now: dt.datetime | None = None) -> Document:
    """Return the plan as it stands at ``now``, in ``ja`` or ``en``. Measures that have ended are left out."""
    with translation.override(language):
        policy = read(case.policy_edition)
        made = _("Made on %(moment)s") % {"moment": moment(now or timezone.now())}
        ja, en = case.revision.title_ja, case.revision.title_en
        return Document(
            title=_("Mitigation plan"),
            subtitle=(ja or en) if language == "ja" else (en or ja),
            reference=case.reference,
            foot=f"{policy.name.within(language)} {policy.edition} · {made}",
            language=language,
            sections=[
                Section(_("Why measures are needed"), list(_reasons(case))),
                Section(_("Measures"), list(_measures(case))),
                Section(_("Consent of those concerned"), list(_consents(case))),
            ],
        )


def _reasons(case: Case) -> Iterator[Part]:
    rows = [
        [
            str(made.person or made.organisation),
            "\n".join(str(label(finding)) for finding, answer in made.answers.items() if answer),
            made.reason,
            f"{made.decided_by}\n{day(made.decided_at)}",
        ]
        for made in standing(evidence_of(case)).values()
        if finds_something(made)
    ]
    heads = [_("About"), _("Finding"), _("Reason"), _("Who and when")]
    yield Table(heads, rows, [4, 4, 7, 3]) if rows else Words(_("No assessment says that mitigation is needed."))


def _measures(case: Case) -> Iterator[Part]:
    live = Measure.objects.live().filter(case=case).select_related("person", "organisation", "owner")
    files = Prefetch("records__attachments", Attachment.objects.with_size())
    found = list(live.prefetch_related("records__made_by", files))
    for number, one in enumerate(found, start=1):
        yield Heading(f"{number}. {one.get_kind_display()}: {one.about}")
        yield Facts(
            [
                (_("What is done"), one.description),
                (_("Responsible"), str(one.owner)),
                (_("Period"), _period(one)),
                (_("Evidence expected"), one.evidence_expected or "–"),
                (_("Next review"), day(one.review_date)),
                (_("Status"), one.get_status_display()),
                (_("Can be carried out"), moment(one.feasible_at) or _("Not confirmed")),
            ]
        )
        rows = [
            [record.get_act_display(), _shown(one, record), f"{record.made_by or '–'}\n{moment(record.made_at)}"]
            for record in sorted(one.records.all(), key=lambda record: (record.made_at, record.pk))
        ]
        yield Table([_("Act"), _("Explanation"), _("Who and when")], rows, [3, 7, 4])
    if not found:
        yield Words(_("No measure is planned."))


def _period(one: Measure) -> str:
    if one.end_date:
        return f"{day(one.start_date)} – {day(one.end_date)}"
    return _("from %(day)s, no end set") % {"day": day(one.start_date)}


def _shown(one: Measure, record: MeasureRecord) -> str:
    """Return the words with the files that show it, each with the beginning of its hash; what stands above, once."""
    words = [reason_words(record.text)] if record.text != one.description else []
    files = (f"{file.name} (SHA-256 {file.stored.sha256[:12]}…)" for file in record.attachments.all())
    return "\n".join([*words, *files])


def _consents(case: Case) -> Iterator[Part]:
    rows = [
        [
            one.person.name,
            _("Refused") if one.is_refused else _("Not asked yet") if one.open else _("Given"),
            "\n".join(f"{moment(answer.given_at)} {answer.text}" for answer in one.answers),
        ]
        for one in consent.concerned(case)
    ]
    heads = [_("Member"), _("Consent"), _("Explanation")]
    yield Table(heads, rows, [4, 3, 9]) if rows else Words(_("No measure concerns anybody; no consent is needed."))


@transaction.atomic
def take(case: Case, *, actor: Actor, language: str, now: dt.datetime | None = None) -> bytes:
    """Return the plan as PDF; that it was taken out is noted in the audit log."""
    audit.record(
        actor,
        "measure.plan_taken",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"language": language},
    )
    return pdf(measure_plan(case, language=language, now=now))
