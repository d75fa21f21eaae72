"""A small office with everybody in it, where every act of the domain is possible to somebody."""

import json
from dataclasses import dataclass
from pathlib import Path

from duediligence.domain import (
    declaration,
    disposition,
    joining,
    lexicon,
    lists,
    policy,
    technology_edition,
    watch_list,
)
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, Judgement, MeasureAct, MeasureStatus, MemberRole, Role
from duediligence.models import (
    ApiClient,
    Case,
    Declaration,
    Disposition,
    Joining,
    Measure,
    MeasureRecord,
    Person,
    PolicyEdition,
    User,
)
from screening.importers.files import SourceFile, SourceFiles
from screening.lists.load import EditionDates
from screening.models import LexiconDraft, ListEdition, TechnologyListDraft, WatchListDraft
from tests import declaring as members
from tests import factories, stories
from tests.duediligence.admin.technology import HEAD, WALTZ_ROW, WORDS, publish_all
from tests.duediligence.domain.test_technology import binding
from tests.factories import NOW, Cast
from tests.screening.lists import making
from tests.screening.technology import small

WHY = "調査のとおり"
LISTED = "1,organization,Exemplar Hypersonics,,KP"


@dataclass
class World:
    """One office, one voluntary case with a hit, one case of a designated programme, and who came before."""

    folder: Path
    cast: Cast
    first: User
    member: User
    case: Case
    designated: Case
    client: ApiClient

    @classmethod
    def begun(cls, folder: Path) -> "World":
        cast = factories.cast()
        first = factories.user(cast.institution, Role.SECURITY_OFFICER, Role.DECISION_MAKER, Role.OFFICE_ADMIN)
        publish_all()
        areas = [binding("L", "review")]
        for code in ("voluntary", "jp-manual-2025"):
            steps = json.loads((stories.POLICIES / f"{code}.json").read_text())["steps"]
            for step in steps:
                step["requires"] = [one for one in step.get("requires", []) if one != "technology_screened"]
            factories.policy(code, list_bindings=factories.only_list(), technology_bindings=areas, steps=steps)
        factories.watch_list(folder, LISTED)
        programme = factories.programme()
        partner = factories.partner("Exemplar Hypersonics", country="KP")
        light = stories.screened(factories.case(cast.submitter, parties=(partner,), **WORDS))
        designated = stories.screened(factories.case(cast.submitter, into=programme, title_ja="和歌"))
        stories.assessed(designated, cast.second_reviewer)
        member = members.account(light.revision.memberships.get().person)
        return cls(folder, cast, first, member, light, designated, factories.client(programme))

    @property
    def before(self) -> Actor:
        return Actor.of_user(self.first)

    @property
    def person(self) -> Person:
        return self.case.revision.memberships.get().person

    def step(self, at: str) -> Case:
        """Bring the designated case to a step; the investigation is the work of ``first``."""
        case, cast = self.designated, self.cast
        members.none_required(case)
        for code, by, outcome in (
            ("department_review", cast.department_officer, None),
            ("investigation", self.first, None),
            ("decision", cast.second_decision_maker, CaseOutcome.NO_MITIGATION),
            ("submission", cast.second_reviewer, None),
        ):
            if code == at:
                break
            stories.approve(case, by, outcome)
        return case

    def judged(self) -> Disposition:
        run = self.case.current_run
        assert run
        return disposition.judge(
            self.case,
            run.hits.get(),
            actor=self.before,
            judgement=Judgement.FALSE_POSITIVE,
            reason_code="same_name_other_body",
            text=WHY,
            evidence=stories.evidence(self.case, self.first, "same_name_other_body"),
            now=NOW,
        )

    def declared(self) -> Declaration:
        return members.begun(self.case, self.person)[0]

    def asked(self) -> Declaration:
        return declaration.ask(self.case, self.person, actor=self.before, email="a@example.ac.jp", now=NOW)[0]

    def measure(self, *acts: MeasureAct, status: MeasureStatus = MeasureStatus.PROPOSED) -> Measure:
        """Return a measure in a state, with what ``first`` did of it before."""
        made = stories.proposed_measure(self.case, self.cast)
        since = None if status == MeasureStatus.PROPOSED else NOW
        Measure.objects.filter(pk=made.pk).update(status=status, feasible_at=since)
        for act in acts:
            MeasureRecord.objects.create(measure=made, act=act, text=WHY, made_by=self.first, made_at=NOW)
        return made

    def joining(self) -> Joining:
        newcomer = factories.member("見本 二郎", role=MemberRole.PARTICIPANT)
        asked = joining.request(self.designated, newcomer, actor=self.before, reason=WHY, now=NOW)
        self.designated.refresh_from_db()
        stories.screened(self.designated)
        why = {"reason_code": "no_research_role", "actor": self.before, "now": NOW}
        declaration.mark_not_required(self.designated, asked.person, **why)
        return asked

    def screened(self) -> None:
        self.case.refresh_from_db()
        stories.screened(self.case)

    def policy(self) -> PolicyEdition:
        content = {**self.case.policy_edition.content, "edition": "2027-1"}
        return policy.draft(content, institution=self.cast.institution, actor=self.before, now=NOW)

    def uploaded(self, *rows: str) -> ListEdition:
        files = SourceFiles.at(making.file(self.folder, *(rows or ("1,,Alpha Institute",))))
        source, days = making.source("jp_meti_eul"), EditionDates(making.JUNE, making.JUNE)
        return lists.load(source, files, actor=self.before, dates=days, now=NOW).edition

    def applied(self) -> ListEdition:
        edition = self.uploaded()
        lists.apply(edition, actor=self.before, now=NOW)
        return edition

    def watched(self) -> WatchListDraft:
        cells = {"kind": "organization", "name": "Placeholder Works", "country": "SG"}
        watch_list.put(self.cast.institution, "", cells, actor=self.before, now=NOW)
        draft = watch_list.open_draft(self.cast.institution)
        assert draft
        return draft

    def words(self) -> LexiconDraft:
        draft = lexicon.begin(actor=self.before, now=NOW)
        return lexicon.load(draft, f"{HEAD}\n{WALTZ_ROW}".encode(), actor=self.before)

    def areas(self) -> TechnologyListDraft:
        return technology_edition.bring(self.area_file(), list_code="M", actor=self.before, now=NOW)

    def area_file(self) -> SourceFile:
        path = self.folder / "areas.json"
        path.write_text(json.dumps(small.list_data(code="M", edition="2", areas=[small.area_row("M-2")])))
        return SourceFile(path, "areas.json")
