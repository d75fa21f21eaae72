"""The stories of the demonstration: each proposal goes the way its fixture says, through the domain alone."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from duediligence.documents import sending
from duediligence.domain import (
    assessment,
    confirmation,
    consent,
    cross_check,
    decision,
    disposition,
    lists,
    measure,
    monitoring,
    proposal,
)
from duediligence.domain import case as cases
from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput, PartyInput, ProposalContent
from duediligence.domain.evidence import parties_of
from duediligence.domain.measure_input import MeasureInput
from duediligence.domain.party import NameInput, OrganisationInput, PersonInput
from duediligence.enums import (
    CaseOutcome,
    ConfirmationKind,
    ConfirmationVerdict,
    DueDiligenceResult,
    Judgement,
    MeasureAct,
    MeasureKind,
    MeasureTarget,
    MemberRole,
    NameType,
    PartyRole,
    StepKind,
    StepStatus,
    Verdict,
)
from duediligence.management.demo.declaring import declare
from duediligence.management.demo.office import FOLDER, Office, read
from duediligence.management.demo.partnering import take_part
from duediligence.models import Case, Disposition, Organisation, Person
from duediligence.policy.judging import FINDINGS
from screening import runs
from screening.importers.files import SourceFiles
from screening.lists.load import EditionDates, load
from screening.lists.sources import own_watch_list

SYSTEM = Actor.of_system("demo")


def live_through(office: Office) -> Iterator[str]:
    """Record, screen and move every proposal as its story goes; yield a line on each."""
    now = timezone.now()
    _load_watch_list(office, "watch_list_first.csv", now - dt.timedelta(days=90))
    stories = read("proposals.json")
    for story in sorted(stories, key=lambda one: -one["opened_days_ago"]):
        opened = now - dt.timedelta(days=story["opened_days_ago"])
        case = _open(story, office, opened)
        for act in story["acts"]:
            _ACTS[act["act"]](case, act, office, min(now, opened + dt.timedelta(days=act["after_days"])))
            case.refresh_from_db()
        yield f"{case.reference}: {case.revision}"


def _open(story: dict[str, Any], office: Office, opened: dt.datetime) -> Case:
    user = office.users[story["by"]]
    actor = Actor.of_user(user)
    deadline = timezone.localdate() + dt.timedelta(days=story["deadline_in_days"]) if "programme" in story else None
    recorded = proposal.receive(
        institution=office.institution,
        content=_content(story),
        actor=actor,
        programme=office.programmes[story["programme"]] if "programme" in story else None,
        department=user.department,
        stage_deadline_date=deadline,
        now=opened,
    )
    case = cases.open_case(recorded, actor=actor, now=opened)
    _know_again(case, office)
    _screen(case, opened)
    if story["opened_days_ago"] > 3:
        cases.assign(case, office.users["officer"], actor=Actor.of_user(office.users["officer"]))
    case.refresh_from_db()
    return case


def _know_again(case: Case, office: Office) -> None:
    """Tell which members sign in themselves."""
    for user in office.users.values():
        Person.objects.filter(memberships__revision=case.revision, name=user.display_name).update(user=user)


def _content(story: dict[str, Any]) -> ProposalContent:
    texts: Any = {name: story.get(name, "") for name in ("title_ja", "title_en", "abstract_ja", "abstract_en")}
    words: Any = {name: tuple(story.get(name, ())) for name in ("keywords_ja", "keywords_en")}
    return ProposalContent(
        **texts,
        **words,
        members=tuple(_member(member) for member in story["members"]),
        parties=tuple(
            PartyInput(
                OrganisationInput(party["name"], party["country"]), PartyRole(party["role"]), party.get("note", "")
            )
            for party in story["parties"]
        ),
    )


def _member(member: dict[str, Any]) -> MemberInput:
    romanised = member.get("romanised")
    names = (NameInput(romanised, NameType.ROMANISED),) if romanised else ()
    employer = OrganisationInput(**member["affiliation"]) if "affiliation" in member else None
    person = PersonInput(name=member["name"], furigana=member.get("furigana", ""), names=names, affiliation=employer)
    return MemberInput(person, MemberRole(member["role"]))


def _screen(case: Case, now: dt.datetime) -> None:
    case.refresh_from_db()
    if case.current_run:
        monitoring.act_on(runs.work(case.current_run.pk), actor=SYSTEM, now=now)


def _decide(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    step, actor = case.steps.get(code=act["step"], status=StepStatus.OPEN), Actor.of_user(office.users[act["by"]])
    submits = step.kind == StepKind.SUBMIT
    decision.decide(
        step,
        actor=actor,
        verdict=Verdict(act.get("verdict", "approve")),
        reason=act["reason"],
        outcome=CaseOutcome(act["outcome"]) if "outcome" in act else None,
        revision=case.revision,
        questionnaire=sending.prepare(case, actor=actor, undertakes=True, now=now) if submits else None,
        now=now,
    )


def _conclude(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    actor, result = Actor.of_user(office.users[act["by"]]), DueDiligenceResult(act["result"])
    cross_check.conclude(case, result=result, not_obtained=act.get("not_obtained", ""), actor=actor, now=now)


def _judge(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    if case.current_run is None:
        return
    actor = Actor.of_user(office.users[act["by"]])
    day = timezone.localdate(now)
    sources = (
        [cross_check.consult(case, title=act["source"], consulted_date=day, actor=actor, now=now)]
        if "source" in act
        else []
    )
    for hit in monitoring.unanswered(case.current_run):
        disposition.judge(
            case,
            hit,
            actor=actor,
            evidence=disposition.Evidence(sources),
            judgement=Judgement(act["judgement"]),
            reason_code=act["reason_code"],
            text=act["text"],
            now=now,
        )


def _review(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    for judged in Disposition.objects.filter(case=case, needs_second_review=True, second_reviewer__isnull=True):
        disposition.review(judged, actor=Actor.of_user(office.users[act["by"]]), now=now)


def _assess(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    """Answer *yes* about those whom the story names, *no* about everybody else."""
    actor = Actor.of_user(office.users[act["by"]])
    found = {one["name"]: one for one in act.get("found", ())}
    made = assessment.live_assessments(case)
    for party in parties_of(case):
        one = found.get(party.record.name)
        asked = FINDINGS[party.subject]
        given = assessment.AssessmentInput(
            answers={finding: one is not None and finding is asked[0] for finding in asked},
            reason=one["reason"] if one else act["reason"],
            points=tuple(one["points"]) if one else (),
            missing_information=one.get("missing_information", "") if one else "",
            seen=made[party.key].pk if party.key in made else None,
        )
        assessment.assess(case, party.key, given, actor=actor, now=now)


def _plan(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    """Propose a measure in the policy's wording; agree, confirm and consent where the story says so."""
    rule = policies.read(case.policy_edition).measure(MeasureKind(act["kind"]))
    about = next(party.record for party in parties_of(case) if party.record.name == act["about"])
    is_person = isinstance(about, Person)
    made = measure.propose(
        case,
        MeasureInput(
            kind=rule.kind,
            target=MeasureTarget.PERSON if is_person else MeasureTarget.PARTNER,
            description=rule.description.ja,
            owner=office.users[act["owner"]],
            start_date=timezone.localdate(now),
            person=about if isinstance(about, Person) else None,
            organisation=about if isinstance(about, Organisation) else None,
            evidence_expected=rule.evidence.ja,
        ),
        actor=Actor.of_user(office.users[act["by"]]),
        now=now,
    )
    if "agreed_by" not in act:
        return
    agreeing = Actor.of_user(office.users[act["agreed_by"]])
    for done in (MeasureAct.AGREE, MeasureAct.CONFIRM_FEASIBLE):
        measure.perform(made, done, text="部局で実施できることを確認した。", actor=agreeing, now=now)
    for one in consent.concerned(case):
        consent.answer(case, one.person, is_given=True, text=act["consent"], actor=agreeing, now=now)


def _confirm(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    confirmation.receive(
        case,
        actor=Actor.of_client(office.clients[act["by"]]),
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict(act["verdict"]),
        comments=act.get("comments", ""),
        now=now,
    )


def _load_list(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    _load_watch_list(office, act["file"], now)


def _load_watch_list(office: Office, name: str, now: dt.datetime) -> None:
    day = timezone.localdate(now)
    loaded = load(
        own_watch_list(lists.owner_key(office.institution)),
        SourceFiles.at(FOLDER / name),
        dates=EditionDates(day, day),
        loaded_by=SYSTEM.label,
        now=now,
    )
    lists.note(loaded.edition.decisions.all())


def _declare(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    declare(case, act.get("answers", {}), office.users[act["by"]], now)
    _screen(case, now)


def _rescreen(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    monitoring.begin_rescreen(case.pk, actor=SYSTEM, now=now)
    _screen(case, now)


def _ask_partners(case: Case, act: dict[str, Any], office: Office, now: dt.datetime) -> None:
    take_part(case, act, office.users[act["by"]], now)


_ACTS: dict[str, Callable[[Case, dict[str, Any], Office, dt.datetime], None]] = {
    "conclude": _conclude,
    "declare": _declare,
    "decide": _decide,
    "judge": _judge,
    "review": _review,
    "assess": _assess,
    "measure": _plan,
    "partners": _ask_partners,
    "confirm": _confirm,
    "load_list": _load_list,
    "rescreen": _rescreen,
}
