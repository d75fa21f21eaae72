"""The consolidated questionnaire as a document: each section of the policy's form, filled from the facts."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from duediligence.days import day, moment
from duediligence.documents import declared_items
from duediligence.documents.cells import yes_no
from duediligence.documents.typesetting import Document, Facts, Heading, Part, Section, Table, Words
from duediligence.domain.questionnaire import Content
from duediligence.domain.reasons import words_of
from duediligence.enums import (
    DeclarationStatus,
    DueDiligenceResult,
    MeasureKind,
    MeasureStatus,
    MemberRole,
    PartnerStatus,
    Role,
)
from duediligence.labels import label
from duediligence.policy.edition import Policy
from duediligence.policy.questionnaire import MaskedItems, QuestionnaireForm, QuestionnairePart

_BOX, _TICKED = "☐", "☑"
_NONE = "–"


def questionnaire(
    content: Content,
    policy: Policy,
    form: QuestionnaireForm,
    *,
    language: str,
    foot: str,
    undertaken: bool,
    masked: Content | None = None,
) -> Document:
    """Return what ``content`` says in the words of the form; ``masked`` holds the masked items that the form states."""
    with translation.override(language):
        filled = _Filled(content, policy, form, language, undertaken, masked or {})
        title = content["header"]["title"]
        return Document(
            title=form.name.within(language),
            subtitle=title[language] or title["ja"] or title["en"],
            reference=content["header"]["reference"],
            foot=foot,
            language=language,
            sections=[
                Section(
                    f"{number}. {section.title.within(language)}",
                    [*([Words(section.help.within(language))] if section.help else []), *filled.part(section.part)],
                )
                for number, section in enumerate(form.sections, start=1)
            ],
        )


class _Filled:
    """The parts of one questionnaire in one language."""

    def __init__(
        self,
        content: Content,
        policy: Policy,
        form: QuestionnaireForm,
        language: str,
        undertaken: bool,
        masked: Mapping[str, Any],
    ) -> None:
        self.content, self.policy, self.form, self.language = content, policy, form, language
        self.undertaken, self.masked = undertaken, masked
        self._parts: Mapping[QuestionnairePart, Callable[[], Iterable[Part]]] = {
            QuestionnairePart.HEADER: self._header,
            QuestionnairePart.DECLARATION_STATUS: self._status,
            QuestionnairePart.DECLARED_ITEMS: self._items,
            QuestionnairePart.DUE_DILIGENCE: self._due_diligence,
            QuestionnairePart.RESEARCHERS: self._researchers,
            QuestionnairePart.LATER_MEMBERS: self._later_members,
            QuestionnairePart.PARTNERS: self._partners,
            QuestionnairePart.MEASURES: self._measures,
            QuestionnairePart.CONSENTS: self._consents,
            QuestionnairePart.CONFIRMATIONS: self._confirmations,
        }

    def part(self, part: QuestionnairePart) -> list[Part]:
        return list(self._parts[part]())

    def _words(self, texts: Mapping[str, str]) -> str:
        return texts[self.language] or texts["ja"] or texts["en"]

    def _header(self) -> Iterator[Part]:
        head = self.content["header"]
        leading = (MemberRole.PI, MemberRole.CO_PI)
        yield Facts(
            [
                (_("Lead institution"), self._words(head["institution"])),
                (_("Programme"), self._words(head["programme"]) if head["programme"] else _NONE),
                (_("Funder's number"), head["external_id"] or _NONE),
                (_("Project"), self._words(head["title"])),
                (_("Case"), f"{head['reference']} ({_('Revision')} {head['revision']})"),
                (_("Policy"), f"{self.policy.name.within(self.language)} {self.policy.edition}"),
            ]
        )
        rows = [
            [one["name"], str(label(MemberRole(one["role"]))), one["affiliation"] or self._words(head["institution"])]
            for one in sorted(head["members"], key=lambda one: one["role"] not in leading)
        ]
        yield Table([_("Member"), _("Role"), _("Affiliation")], rows, [4, 4, 6])

    def _status(self) -> Iterator[Part]:
        lead = self._words(self.content["header"]["institution"])
        for one in self.content["declaration_status"]:
            yield Heading(one["partner"] or f"{lead} ({_('Lead institution')})")
            rows = [
                [
                    member["name"],
                    str(label(DeclarationStatus(member["status"]))),
                    _moment(member["submitted_at"]),
                    words_of(member["reason"], self.language) if member["reason"] else _NONE,
                ]
                for member in one["members"]
            ]
            heads = [_("Member"), _("Declaration"), _("When"), _("Why it is not required")]
            yield Table(heads, rows, [4, 4, 4, 5]) if rows else Words(_("No member of this institution."))

    def _items(self) -> Iterator[Part]:
        items = {item.code: item for item in self.policy.declaration_form.items}
        for said in self.content["declared_items"]:
            item = items[said["code"]]
            yield declared_items.heading(item, self.language)
            if item.masked and self.form.masked_items is MaskedItems.WITHHELD:
                yield from declared_items.withheld(said)
            else:
                yield from declared_items.stated(item, self.masked.get(item.code, said), self.language)
            yield from declared_items.named(_("Not asked of, or not submitted by"), said["open"])

    def _due_diligence(self) -> Iterator[Part]:
        said = self.content["due_diligence"]
        yield from _boxes(DueDiligenceResult, said["result"] if said else "")
        if said and said["not_obtained"]:
            yield Facts([(_("What could not be obtained"), said["not_obtained"])])

    def _researchers(self) -> Iterator[Part]:
        said = self.content["researchers"]
        yield Words(_yes_or_no(_("Mitigation needed"), [one["mitigation_needed"] for one in said]))
        rows = [[one["name"], _answer(one["mitigation_needed"]), one["missing_information"] or _NONE] for one in said]
        yield Table([_("Member"), _("Mitigation needed"), _("What could not be obtained")], rows, [4, 3, 7])

    def _later_members(self) -> Iterator[Part]:
        yield Words(f"{_TICKED if self.undertaken else _BOX} {self.form.undertaking.within(self.language)}")

    def _partners(self) -> Iterator[Part]:
        said = self.content["partners"]
        if not said:
            yield Words(_("No partner institution takes part."))
            return
        institution, researchers = _("Risk at the institution"), _("Risk with researchers there")
        yield Words(_yes_or_no(institution, [one["institution_risk"] for one in said]))
        yield Words(_yes_or_no(researchers, [one["researchers_risk"] for one in said]))
        rows = [
            [
                one["name"],
                _answer(one["institution_risk"]),
                _answer(one["researchers_risk"]),
                one["missing_information"] or _NONE,
            ]
            for one in said
        ]
        heads = [_("Partner institution"), institution, researchers, _("What could not be obtained")]
        yield Table(heads, rows, [5, 3, 3, 5])
        yield Heading(_("What the partner institutions confirmed themselves"))
        heads = [_("Partner institution"), _("Result"), _("What could not be obtained"), _("Reason"), _("Confirmed by")]
        yield Table(heads, [_own_result(one) for one in said], [4, 4, 4, 4, 4])

    def _measures(self) -> Iterator[Part]:
        said = self.content["measures"]
        chosen = {one["kind"] for one in said}
        yield Words("\n".join(f"{_TICKED if one.value in chosen else _BOX} {label(one)}" for one in MeasureKind))
        if not said:
            yield Words(_("No measure is planned."))
            return
        feasible = all(one["feasible_at"] for one in said)
        yield Words(_yes_or_no(_("Every measure can be carried out"), [feasible]))
        yield Table(
            [_("Measure"), _("About"), _("What is done"), _("Period"), _("Can be carried out")],
            [
                [
                    f"{label(MeasureKind(one['kind']))}\n{label(MeasureStatus(one['status']))}",
                    one["about"],
                    "\n".join(filter(None, [one["description"], one["evidence"]])),
                    f"{_day(one['start'])} –\n{_day(one['end'])}",
                    _moment(one["feasible_at"]) if one["feasible_at"] else _("Not confirmed"),
                ]
                for one in said
            ],
            [4, 4, 7, 4, 3],
        )

    def _consents(self) -> Iterator[Part]:
        rows = [
            [one["name"], str(label(MemberRole(one["role"]))), _consent(one), "\n".join(map(_moment, one["given_at"]))]
            for one in self.content["consents"]
        ]
        heads = [_("Member"), _("Role"), _("Consent"), _("Given")]
        yield (
            Table(heads, rows, [4, 4, 3, 5]) if rows else Words(_("No measure concerns anybody; no consent is needed."))
        )

    def _confirmations(self) -> Iterator[Part]:
        names = {step.code: step.name.within(self.language) for step in self.policy.steps}
        rows = [
            [names.get(one["step"], one["step"]), str(label(Role(one["role"]))), one["by"], _moment(one["decided_at"])]
            for one in self.content["confirmations"]
        ]
        heads = [_("Confirmation"), _("Section"), _("Confirmed by"), _("When")]
        yield Table(heads, rows, [5, 4, 4, 5]) if rows else Words(_("None yet."))


def _boxes(vocabulary: type[DueDiligenceResult], chosen: str) -> Iterator[Part]:
    yield Words("\n".join(f"{_TICKED if one == chosen else _BOX} {label(one)}" for one in vocabulary))


def _yes_or_no(question: str, answers: Iterable[bool | None]) -> str:
    """Return both boxes: *yes* once anybody's answer is yes, *no* only when all are no."""
    said = list(answers)
    yes, no = any(said), bool(said) and all(one is False for one in said)
    return f"{question}: {_TICKED if yes else _BOX} {_('Yes')} {_TICKED if no else _BOX} {_('No')}"


def _own_result(partner: Content) -> list[str]:
    """Return what a partner told of itself; submissions of before the question was put hold none."""
    name, told, state = partner["name"], partner.get("own_result"), partner.get("own_status")
    words = str(label(PartnerStatus(state))) if state else _NONE
    if not told:
        return [name, words, _NONE, _NONE, _NONE]
    risks = [(_("Risk at the institution"), "institution_risk"), (_("Risk with researchers there"), "researchers_risk")]
    result = [str(label(DueDiligenceResult(told["result"])))]
    result += [f"{question}: {_answer(told[key])}" for question, key in risks if told[key] is not None]
    result += [words] if state == PartnerStatus.OUTDATED else []
    by = "\n".join([told["name"], told["office"], _day(told["date"])])
    return [name, "\n".join(result), told["not_obtained"] or _NONE, told["reason"], by]


def _answer(answer: bool | None) -> str:
    return _("Not assessed") if answer is None else yes_no("yes" if answer else "no")


def _consent(one: Mapping[str, Any]) -> str:
    if one["refused"]:
        return _("Refused")
    return _("Not asked yet") if one["open"] else _("Given")


def _day(value: str | None) -> str:
    return day(dt.date.fromisoformat(value)) if value else ""


def _moment(value: str | None) -> str:
    return moment(dt.datetime.fromisoformat(value)) if value else _NONE
