"""What is wrong with a lexicon, in the reader's language: the place as it is, the fault in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.errors import FileRefused, Refused
from duediligence.messages import explain
from screening.technology.faults import TechnologyFault

FAULTS: dict[str, Text] = {
    "area_unreadable": _("“%(entry)s” does not have the form LIST:AREA=FACTOR."),
    "case_sensitive_kind": _("Only an English term that counts can be case-sensitive."),
    "concept_code": _("A code has Latin letters, digits, hyphens and underscores only."),
    "concept_differs": _("Names or areas of this concept differ from an earlier row."),
    "concept_twice": _("This concept stands here twice."),
    "not_a_workbook": _("This is not an XLSX workbook."),
    "not_csv": _("This is not a CSV table."),
    "not_json": _("This is not JSON."),
    "not_utf8": _("This is neither a workbook nor UTF-8 text."),
    "term_beginning": _("A term begins with a letter or a digit."),
    "term_shipped": _("This term ships in this concept and cannot be written over."),
    "term_twice": _("This term stands twice in its concept."),
    "text_empty": _("This must not be empty."),
    "text_needed": _("A text is needed here."),
    "unknown_area": _("No published list has this area."),
    "unknown_choice": _("“%(value)s” is not one of: %(choices)s."),
    "unknown_field": _("This field is not known; known are: %(known)s."),
    "wrong_heading": _("The heading must be: %(columns)s."),
}


def refusal_in_words(refused: Refused) -> str:
    fault = refused.params.get("fault")
    if not isinstance(refused, FileRefused) or not isinstance(fault, TechnologyFault):
        return explain(refused)
    if fault.code not in FAULTS:
        return str(fault)
    return gettext("%(place)s: %(fault)s") % {"place": fault.path, "fault": str(FAULTS[fault.code]) % fault.params}
