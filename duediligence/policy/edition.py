"""A whole policy edition as one value."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from duediligence.enums import CaseBasis, Judgement, MeasureKind
from duediligence.policy.bindings import ListBinding, TechnologyBinding
from duediligence.policy.form import DeclarationForm
from duediligence.policy.judging import AssessmentRule, Checklist, MeasureRule, ReasonCode
from duediligence.policy.keeping import Interval, KeptRecord, Recheck, Retention, Window
from duediligence.policy.limits import CODE, EDITION, Catalogued, Length, NotEmpty
from duediligence.policy.lookup import only
from duediligence.policy.questionnaire import QuestionnaireForm
from duediligence.policy.steps import StepRule
from duediligence.policy.text import SourceMark, Sources, Text


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that an office can decide differently without a change of code."""

    code: Annotated[str, CODE, Length(60)]
    edition: Annotated[str, EDITION, Length(40)]
    name: Text
    summary: Text
    issued_on: date
    effective_on: date
    applies_to: Annotated[tuple[CaseBasis, ...], NotEmpty()]
    source: SourceMark
    sources: Sources
    steps: Annotated[tuple[StepRule, ...], Catalogued("steps"), NotEmpty()]
    measures: Annotated[tuple[MeasureRule, ...], Catalogued("measures", "kind"), NotEmpty()]
    declaration_form: DeclarationForm
    list_bindings: Annotated[tuple[ListBinding, ...], Catalogued("lists", "list_code"), NotEmpty()]
    technology_bindings: Annotated[tuple[TechnologyBinding, ...], Catalogued("technologies", "list_code")]
    windows: Annotated[tuple[Window, ...], Catalogued("windows")]
    retention: Annotated[tuple[Retention, ...], Catalogued("retention", "record")]
    intervals: Annotated[tuple[Interval, ...], Catalogued("intervals", "recheck")]
    reason_codes: Annotated[tuple[ReasonCode, ...], Catalogued("reason_codes")]
    checklists: Annotated[tuple[Checklist, ...], Catalogued("checklists")]
    assessment_rules: Annotated[tuple[AssessmentRule, ...], Catalogued("assessment_rules")]
    questionnaire: QuestionnaireForm | None = None

    def step(self, code: str) -> StepRule:
        return only(step for step in self.steps if step.code == code)

    def kept_apart(self, code: str) -> frozenset[str]:
        """Return the steps that must not share a person with this one, whichever side says so."""
        named = frozenset(self.step(code).separate_from)
        return named | {step.code for step in self.steps if code in step.separate_from}

    def list_binding(self, list_code: str) -> ListBinding:
        return only(binding for binding in self.list_bindings if binding.list_code == list_code)

    def required_lists(self) -> tuple[str, ...]:
        return tuple(binding.list_code for binding in self.list_bindings if binding.required)

    def measure(self, kind: MeasureKind) -> MeasureRule:
        return only(measure for measure in self.measures if measure.kind is kind)

    def window(self, code: str) -> Window:
        return only(window for window in self.windows if window.code == code)

    def days(self, recheck: Recheck) -> int:
        return only(interval.days for interval in self.intervals if interval.recheck is recheck)

    def retention_of(self, record: KeptRecord) -> Retention:
        return only(retention for retention in self.retention if retention.record is record)

    def reasons_for(self, judgement: Judgement) -> tuple[ReasonCode, ...]:
        return tuple(reason for reason in self.reason_codes if reason.judgement is judgement)
