"""The decision record of a case: what was checked against what, what was found, who decided what and why."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from duediligence.days import day, moment
from duediligence.documents.typesetting import Document, Facts, Section, Table, Words, pdf
from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.domain.assessment import live_assessments
from duediligence.domain.policy import read
from duediligence.labels import label
from duediligence.messages import reason_words
from duediligence.models import Case, ScreeningWaiver, StepDecision
from duediligence.policy.edition import Policy
from duediligence.queries.case_file import list_names
from duediligence.queries.hits import HitLine, in_order, lines_of
from duediligence.queries.run_words import problems_in_words
from duediligence.queries.technology import AreaLine, findings

_HASH_SHOWN = 16


def decision_record(case: Case, *, language: str, now: dt.datetime | None = None) -> Document:
    """Return the record as it stands at ``now``, in ``ja`` or ``en``."""
    with translation.override(language):
        made = _("Made on %(moment)s") % {"moment": moment(now or timezone.now())}
        policy = read(case.policy_edition)
        return Document(
            title=_("Decision record"),
            subtitle=_title(case, language),
            reference=case.reference,
            foot=f"{policy.name.within(language)} {policy.edition} · {made}",
            language=language,
            sections=[
                Section(_("Case"), [Facts(_case_facts(case, language))]),
                Section(_("Members and partners"), list(_people(case))),
                Section(_("Screening"), list(_screening(case, language))),
                Section(_("Hits and judgements"), list(_hits(case, policy, language))),
                Section(_("Technology"), list(_technology(case, language))),
                Section(_("Assessment"), list(_assessments(case))),
                Section(_("Decisions"), list(_decisions(case, language))),
                Section(_("Answers from outside"), list(_answers(case))),
            ],
        )


def _title(case: Case, language: str) -> str:
    return _either(case.revision.title_ja, case.revision.title_en, language)


def _either(ja: str, en: str, language: str) -> str:
    """Return the words in the language, the other ones where there are none."""
    return (ja or en) if language == "ja" else (en or ja)


def _case_facts(case: Case, language: str) -> list[tuple[str, str]]:
    programme = case.proposal.programme
    institution = case.institution
    name = programme and _either(programme.name_ja, programme.name_en, language)
    return [
        (_("Institution"), _either(institution.name_ja, institution.name_en, language)),
        (_("Programme"), name or _("Voluntary case")),
        (_("Funder's number"), case.proposal.external_id or "–"),
        (_("Revision"), f"{case.revision.number} ({moment(case.revision.created_at)})"),
        (_("Case opened"), moment(case.opened_at)),
        (_("Status"), case.get_status_display()),
        (_("Outcome"), case.get_outcome_display()),
        (_("Officer"), str(case.owner or _("Not assigned"))),
        (_("Case closed"), f"{moment(case.closed_at)} {case.close_reason}".strip() or "–"),
    ]


def _people(case: Case) -> Iterator[Table | Words]:
    members = case.revision.memberships.all()
    rows = [[one.name, one.get_role_display(), one.organisation_name or "–"] for one in members]
    yield Table([_("Name"), _("Role"), _("Affiliation")], rows, [4, 3, 5])
    parties = case.revision.parties.select_related("organisation")
    partners = [[one.name, one.organisation.country or "–", one.get_role_display()] for one in parties]
    yield _table([_("Organisation"), _("Country"), _("Role")], partners, [6, 2, 4], _("No partner organisation."))


def _screening(case: Case, language: str) -> Iterator[Facts | Table | Words]:
    run = case.current_run
    if run is None:
        yield Words(_("Nothing was screened."))
        return
    yield Facts(
        [
            (_("Run"), str(run.ref)),
            (_("Status"), run.get_status_display()),
            (_("Lists as at"), day(run.as_at_date)),
            (_("Finished"), moment(run.finished_at) or "–"),
            (_("Names screened"), str(run.subject_count)),
            (_("Engine"), run.engine_version),
        ]
    )
    names = list_names([one.source_code for one in run.lists.all()], language)
    rows = [
        [
            names.get(one.source_code, one.source_code),
            one.edition.label if one.edition else "–",
            one.get_state_display(),
            one.edition_sha256[:_HASH_SHOWN] or "–",
        ]
        for one in run.lists.select_related("edition")
    ]
    yield _table([_("List"), _("Edition"), _("State"), _("Content hash")], rows, [5, 3, 3, 4], _("No list was bound."))
    for problem in problems_in_words(run):
        yield Words(problem)
    for waiver in ScreeningWaiver.objects.filter(run=run).select_related("granted_by"):
        words = _("Accepted by %(person)s on %(moment)s: %(reason)s")
        facts = {"person": waiver.granted_by, "moment": moment(waiver.granted_at), "reason": waiver.reason}
        yield Words(words % facts)


def _hits(case: Case, policy: Policy, language: str) -> Iterator[Table | Words]:
    lines = lines_of(in_order(case.current_run)) if case.current_run else []
    names = list_names([line.hit.source_code for line in lines], language)
    reasons = {reason.code: reason.text.within(language) for reason in policy.reason_codes}
    rows = [
        [
            line.hit.query_name,
            f"{line.hit.matched_name}\n{names.get(line.hit.source_code, line.hit.source_code)}",
            f"{line.hit.get_level_display()} {line.hit.score:.2f}",
            _judgement(line, reasons),
        ]
        for line in lines
    ]
    heads = [_("Name screened"), _("Name on the list"), _("Match"), _("Judgement and reason")]
    yield _table(heads, rows, [4, 5, 3, 7], _("No hit. That is no statement about anybody who was not screened."))


def _judgement(line: HitLine, reasons: dict[str, str]) -> str:
    judged = line.judged
    if judged is None:
        return _("Covered by an earlier clearance.") if line.hit.clearance_ref else _("Not judged.")
    words = [
        judged.get_judgement_display(),
        f"{reasons.get(judged.reason_code, judged.reason_code)}: {judged.text}",
        f"{judged.judged_by}, {moment(judged.judged_at)}",
    ]
    if judged.second_reviewer:
        words.append(_("Reviewed by %(person)s") % {"person": judged.second_reviewer})
    elif judged.needs_second_review:
        words.append(_("A second review is awaited."))
    return "\n".join(words)


def _technology(case: Case, language: str) -> Iterator[Table | Words]:
    rows = []
    for found in findings(case.current_run) if case.current_run else []:
        for line in found.areas:
            terms = "、".join(dict.fromkeys(span["term"] for span in line.spans))
            listed = f"{found.code} {found.edition}"
            rows.append([listed, _area(line, language), line.hit.get_level_display(), terms])
    heads = [_("List"), _("Area"), _("Match"), _("Words")]
    yield _table(heads, rows, [3, 5, 2, 6], _("No listed words were found."))


def _area(line: AreaLine, language: str) -> str:
    if line.area is None:
        return line.hit.area_code
    name = f"{line.hit.area_code} {_either(line.area.name_ja, line.area.name_en, language)}"
    return name if line.area.verified else f"{name} ({_('not verified')})"


def _assessments(case: Case) -> Iterator[Facts | Table | Words]:
    for result in case.due_diligence.filter(replaced_at=None).select_related("recorded_by"):
        facts = [
            (_("Result of due diligence"), str(result)),
            (_("What could not be obtained"), result.not_obtained or "–"),
            (_("Who and when"), f"{result.recorded_by} {moment(result.recorded_at)}"),
        ]
        yield Facts(facts)
    rows = [
        [
            str(made.person or made.organisation),
            "\n".join(f"{label(one)}: {_('Yes') if found else _('No')}" for one, found in made.answers.items()),
            "\n".join(filter(None, [made.reason, made.missing_information])),
            f"{made.decided_by}\n{moment(made.decided_at)}",
        ]
        for made in live_assessments(case).values()
    ]
    heads = [_("About"), _("Finding"), _("Reason"), _("Who and when")]
    yield _table(heads, rows, [4, 4, 6, 4], _("Nobody has been assessed."))


def _decisions(case: Case, language: str) -> Iterator[Table | Words]:
    decided = StepDecision.objects.filter(step__case=case).select_related(
        "step", "decided_by", "revision", "run", "policy_edition"
    )
    rows = [
        [
            read(one.policy_edition).step(one.step.code).name.within(language),
            " ".join(filter(None, [one.get_verdict_display(), one.get_outcome_display()])),
            f"{one.decided_by}\n{moment(one.decided_at)}",
            one.reason + (f"\n{_('Void')}: {reason_words(one.void_reason)}" if one.voided_at else ""),
            f"{one.revision.number} / {str(one.run.ref)[:8] if one.run else '–'}",
        ]
        for one in decided.order_by("decided_at", "pk")
    ]
    heads = [_("Step"), _("Decision"), _("Who and when"), _("Reason"), _("Revision / run")]
    yield _table(heads, rows, [4, 3, 4, 6, 3], _("Nothing has been decided."))


def _answers(case: Case) -> Iterator[Table | Words]:
    rows = [
        [one.get_kind_display(), one.get_verdict_display(), moment(one.received_at), one.comments or "–"]
        for one in case.confirmations.all()
    ]
    yield _table([_("From"), _("Answer"), _("Received"), _("Comments")], rows, [3, 3, 4, 7], _("None yet."))


def _table(heads: list[str], rows: list[list[str]], widths: list[int], empty: str) -> Table | Words:
    return Table(heads, rows, widths) if rows else Words(empty)


@transaction.atomic
def take(case: Case, *, actor: Actor, language: str, now: dt.datetime | None = None) -> bytes:
    """Return the record as PDF; that it was taken out is noted in the audit log."""
    audit.record(
        actor,
        "case.record_taken",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"language": language},
    )
    return pdf(decision_record(case, language=language, now=now))
