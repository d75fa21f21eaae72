"""What is written when a step is decided, or something is done to a case as a whole."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.files import file_field
from duediligence.admin.forms.offering import offer
from duediligence.domain.decision import DECIDABLE
from duediligence.domain.reasons import catalogue
from duediligence.enums import CaseOutcome, ConfirmationKind, ConfirmationVerdict, Role, StepKind, Verdict
from duediligence.labels import choices, label
from duediligence.models import Case, Department, Step, User
from duediligence.policy.edition import Policy
from duediligence.policy.reasons import ReasonedAct


def reason_field() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))


class DecideForm(forms.Form):
    """``step`` and ``revision`` are those that the reader looked at."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect, required=False)
    return_to = forms.ChoiceField(label=_("Return to"), required=False)
    undertakes = forms.BooleanField(required=False)
    reason = reason_field()

    def __init__(
        self,
        *args: Any,
        step: Step,
        policy: Policy,
        language: str,
        outcomes: Sequence[CaseOutcome] = DECIDABLE,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"step": step.pk, "revision": step.case.revision_id})
        kwargs.setdefault("auto_id", f"id_step{step.pk}_%s")
        super().__init__(*args, **kwargs)
        rule = policy.step(step.code)
        verdicts = ([Verdict.APPROVE] if outcomes else []) + ([Verdict.RETURN] if rule.may_return_to else [])
        offer(self, "verdict", [(verdict.value, label(verdict)) for verdict in verdicts])
        names = [(code, policy.step(code).name.within(language)) for code in rule.may_return_to]
        offer(self, "return_to", names)
        offer(self, "outcome", [(outcome.value, label(outcome)) for outcome in outcomes])
        if step.kind != StepKind.DECIDE or not outcomes:
            del self.fields["outcome"]
        if not rule.may_return_to:
            del self.fields["return_to"]
        if step.kind != StepKind.SUBMIT or not outcomes or policy.questionnaire is None:
            del self.fields["undertakes"]
        else:
            self.fields["undertakes"].label = policy.questionnaire.undertaking.within(language)
        if len(verdicts) == 1:
            self.fields["verdict"].initial = verdicts[0].value


class ConfirmForm(forms.Form):
    """An answer that came by letter. Only what is ``awaited`` is offered; the domain says why another is refused."""

    kind = forms.ChoiceField(label=_("From"), widget=forms.RadioSelect)
    verdict = forms.ChoiceField(label=_("Answer"), choices=choices(ConfirmationVerdict), widget=forms.RadioSelect)
    comments = forms.CharField(
        label=_("Comments"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Date and number of the letter; with a return, what is asked for."),
    )

    letter = file_field(label=_("Letter"))
    return_to = forms.ChoiceField(label=_("Return to"), required=False)

    def __init__(self, *args: Any, awaited: list[Role], returns: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", choices(ConfirmationKind))
        shown = cast("forms.RadioSelect", self.fields["kind"].widget)
        shown.choices = [(ConfirmationKind(role).value, label(role)) for role in awaited]
        offer(self, "return_to", returns)
        if not returns:
            del self.fields["return_to"]


class ReasonForm(forms.Form):
    reason = reason_field()


class RecuseForm(forms.Form):
    """Why the person who signs in takes no part in the case."""

    reason_code = forms.ChoiceField(label=_("Reason"))
    text = forms.CharField(
        label=_("Explanation"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = catalogue().reasons_for(ReasonedAct.RECUSE)
        offer(self, "reason_code", [("", _("Choose a reason")), *((r.code, r.text.within(language)) for r in reasons)])


class AssignForm(forms.Form):
    owner = forms.ChoiceField(label=_("Officer"), required=False)

    def __init__(self, *args: Any, case: Case, officers: list[User], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"owner": case.owner_id or ""})
        super().__init__(*args, **kwargs)
        offer(self, "owner", [("", _("Nobody")), *((str(one.pk), str(one)) for one in officers)])


class DepartmentForm(forms.Form):
    department = forms.ChoiceField(
        label=_("Department"),
        required=False,
        help_text=_("Its officers collect the declarations and decide the steps that are theirs."),
    )

    def __init__(self, *args: Any, case: Case, departments: Sequence[Department], language: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"department": case.proposal.department_id or ""})
        kwargs.setdefault("auto_id", "id_department_%s")
        super().__init__(*args, **kwargs)
        named = ((str(one.pk), one.name_ja if language == "ja" else one.name_en) for one in departments)
        offer(self, "department", [("", _("None")), *named])


class NoQuestion(forms.Form):
    """An act that needs no words."""
