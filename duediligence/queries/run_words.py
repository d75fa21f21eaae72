"""What a run could not check, in words. What could not be checked is not clear."""

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from duediligence.queries.case_file import list_names
from screening.models import Run

PROBLEMS = {
    "list_missing": _("%(list)s: no edition is loaded. Nobody was checked against it."),
    "list_stale": _("%(list)s: the edition in use is older than the policy allows. Load the present one."),
    "list_extract": _("%(list)s: only a starter extract is loaded. Load the whole list from its publisher's file."),
    "technology_missing": _("%(list)s: no edition of this technology list is published. The text was not classified."),
    "error": _("The screening stopped with an error (%(error)s)."),
    "abandoned": _("The screening was tried %(attempts)s times and never finished."),
    "replaced": _("The proposal changed while it was being screened; a new screening took its place."),
}


def problems_in_words(run: Run) -> list[str]:
    """Return a sentence for everything that the run could not check."""
    codes = [problem["list"] for problem in run.problems if "list" in problem]
    names = list_names(codes, get_language() or "") if codes else {}
    return [_sentence(problem, names) for problem in run.problems]


def _sentence(problem: dict[str, str], names: dict[str, str]) -> str:
    code = problem.get("list", "")
    words = PROBLEMS.get(problem["code"])
    return gettext(words) % {**problem, "list": names.get(code, code)} if words else problem["code"]
