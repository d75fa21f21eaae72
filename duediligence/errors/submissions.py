"""Refusals about the questionnaire, its submission and the files that are kept."""

from duediligence.errors.base import Refused, gettext_noop


class QuestionnaireFormMissing(Refused):
    code = "questionnaire_form_missing"
    template = gettext_noop("The policy edition of the case has no questionnaire form. Publish one that has.")


class ResultMissing(Refused):
    code = "result_missing"
    template = gettext_noop("The result of due diligence is not recorded for the present members and partners.")


class StepNotDone(Refused):
    code = "step_not_done"
    template = gettext_noop("The step %(step)s comes first and is not done.")


class QuestionnaireMissing(Refused):
    code = "questionnaire_missing"
    template = gettext_noop("A submission needs the questionnaire as it is to be sent. Submit on the page of the case.")


class QuestionnaireStale(Refused):
    code = "questionnaire_stale"
    template = gettext_noop("The case changed while the questionnaire was made. Look at it again and submit anew.")


class UndertakingMissing(Refused):
    code = "undertaking_missing"
    template = gettext_noop("Give the undertaking on members who join later.")


class StaleSubmission(Refused):
    code = "stale_submission"
    template = gettext_noop("Another submission is the newest one by now. Read that one before you answer.")


class AnswerAwaited(Refused):
    code = "answer_awaited"
    template = gettext_noop(
        "What was submitted rests on this, and the answer to it is awaited. Have it returned to you, or revise the "
        "proposal; then it can be changed."
    )


class FileSealed(Refused):
    code = "file_sealed"
    template = gettext_noop(
        "The file %(name)s states answers that are kept sealed. The institution hands it over itself; ask it there."
    )


class LetterMissing(Refused):
    code = "letter_missing"
    template = gettext_noop("No letter is attached to this answer.")
