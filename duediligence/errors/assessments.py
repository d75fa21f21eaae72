"""Refusals about assessments, measures and consents."""

from duediligence.errors.base import Refused, gettext_noop


class NotAssessed(Refused):
    code = "not_assessed"
    template = gettext_noop("Only members and partner institutions of the present revision are assessed.")


class UnknownPoint(Refused):
    code = "unknown_point"
    template = gettext_noop("The reason %(point)s is not on the checklist of the policy of the case.")


class FindingMissing(Refused):
    code = "finding_missing"
    template = gettext_noop("Answer yes or no.")


class AgainstRule(Refused):
    code = "against_rule"
    template = gettext_noop("%(name)s: a rule (%(rule)s) points to “yes”. Say why you decide otherwise.")


class AssessmentsMissing(Refused):
    code = "assessments_missing"
    template = gettext_noop("People and partner institutions without an assessment that holds: %(count)d.")


class AssessmentChanged(Refused):
    code = "assessment_changed"
    template = gettext_noop("What was assessed has changed since this page was shown. Look at it as it is now.")


class MeasureNotThere(Refused):
    code = "measure_not_there"
    template = gettext_noop("This measure has changed since this page was shown. Look at it as it is now.")


class MeasureNotYet(Refused):
    code = "measure_not_yet"
    template = gettext_noop("This measure starts on %(day)s and can be put into force from then on.")


class SecondPersonAgrees(Refused):
    code = "second_person_agrees"
    template = gettext_noop("Whoever proposed or changed the measure may not agree to it. Another person is needed.")


class SecondPersonConfirms(Refused):
    code = "second_person_confirms"
    template = gettext_noop("Whoever gave the evidence may not confirm it. Another person is needed.")


class EvidenceMissing(Refused):
    code = "evidence_missing"
    template = gettext_noop("No new evidence has been given.")


class FeasibilityMissing(Refused):
    code = "feasibility_missing"
    template = gettext_noop("Confirm first that the measure can be carried out.")


class TargetUnsuited(Refused):
    code = "target_unsuited"
    template = gettext_noop("Say whom or what the measure is about, as its kind allows.")


class MeasuresMissing(Refused):
    code = "measures_missing"
    template = gettext_noop("Mitigation is needed (%(name)s) and no measure covers it.")


class MeasuresNotAgreed(Refused):
    code = "measures_not_agreed"
    template = gettext_noop("Measures that have not been agreed: %(count)d.")


class MeasuresNotFeasible(Refused):
    code = "measures_not_feasible"
    template = gettext_noop("Measures of which nobody has confirmed that they can be carried out: %(count)d.")


class ConsentsMissing(Refused):
    code = "consents_missing"
    template = gettext_noop("The consent of %(name)s to the measures is missing.")


class ConsentRefused(Refused):
    code = "consent_refused"
    template = gettext_noop("%(name)s refused consent to the measures. Change them, or return the case.")


class NotConcerned(Refused):
    code = "not_concerned"
    template = gettext_noop("No measure in this case concerns this person.")
