"""What a person says of a member or a partner institution."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.offering import offer
from duediligence.domain.assessment import AssessmentInput
from duediligence.domain.reasons import catalogue
from duediligence.errors import AssessmentChanged
from duediligence.labels import label
from duediligence.models import Assessment
from duediligence.policy.assessing import SEPARATOR, checklists_for
from duediligence.policy.edition import Policy
from duediligence.policy.judging import FINDINGS, Subject
from duediligence.policy.reasons import ReasonedAct

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class AssessForm(forms.Form):
    """The checklists of the policy, reasons of one's own, the answers; ``seen`` is the assessment that was shown."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    own_points = forms.CharField(
        label=_("Further reasons"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: what is on no list above."),
    )
    missing_information = forms.CharField(
        label=_("What could not be obtained"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: everything that was looked for was found."),
    )
    against_code = forms.ChoiceField(label=_("Why you decide otherwise than the rule"), required=False)
    reason = reason_field()

    def __init__(self, *args: Any, policy: Policy, subject: Subject, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.lists = checklists_for(policy, subject)
        for checklist in self.lists:
            self.fields[f"points_{checklist.code}"] = forms.MultipleChoiceField(
                label=checklist.name.within(language),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[
                    (f"{checklist.code}{SEPARATOR}{point.code}", point.text.within(language))
                    for point in checklist.points
                ],
            )
        for finding in FINDINGS[subject]:
            self.fields[finding.value] = forms.ChoiceField(
                label=str(label(finding)),
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer yes or no.")},
            )
        reasons = catalogue().reasons_for(ReasonedAct.DECIDE_AGAINST_RULE)
        offer(self, "against_code", [("", _("Not otherwise")), *((r.code, r.text.within(language)) for r in reasons)])

    @property
    def checklists(self) -> list[forms.BoundField]:
        return [self[f"points_{checklist.code}"] for checklist in self.lists]

    @property
    def findings(self) -> list[forms.BoundField]:
        return [self[finding.value] for finding in FINDINGS[self.subject]]

    def picked(self) -> tuple[str, ...]:
        """Return the points as given or, before anything was given, as decided last time."""
        values = (bound.value() or [] for bound in self.checklists)
        return tuple(point for chosen in values for point in chosen)

    def given(self) -> AssessmentInput:
        cleaned = self.cleaned_data
        answers = {finding: cleaned[finding.value] == "yes" for finding in FINDINGS[self.subject]}
        return AssessmentInput(
            answers=answers,
            reason=cleaned["reason"],
            points=tuple(point for checklist in self.lists for point in cleaned[f"points_{checklist.code}"]),
            own_points=tuple(cleaned["own_points"].splitlines()),
            missing_information=cleaned["missing_information"],
            against_code=cleaned["against_code"],
            seen=cleaned["seen"],
        )


def as_initial(made: Assessment) -> dict[str, Any]:
    """Return an assessment as the beginning of the next one."""
    chosen: dict[str, list[str]] = {}
    for point in made.points:
        chosen.setdefault(f"points_{point.partition(SEPARATOR)[0]}", []).append(point)
    answers = {finding.value: "yes" if answer else "no" for finding, answer in made.answers.items()}
    own = "\n".join(made.own_points)
    missing = made.missing_information
    return {**chosen, **answers, "own_points": own, "missing_information": missing, "seen": made.pk}


class AssessSeveralForm(forms.Form):
    """*No* about several at once."""

    parties = forms.MultipleChoiceField(
        label=_("People and partner institutions"), error_messages={"invalid_choice": _(AssessmentChanged.template)}
    )
    reason = reason_field()

    def __init__(self, *args: Any, keys: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parties", [(key, key) for key in keys])
