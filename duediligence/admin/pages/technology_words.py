"""What is wrong with a lexicon or a technology list, in the reader's language."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.errors import FileRefused, Refused
from duediligence.messages import explain
from screening.technology.faults import TechnologyFault

_ROW = re.compile(r"^row (\d+)")
FAULTS: dict[str, Text] = {
    "area_twice": _("The code %(code)s stands twice in this list."),
    "area_unnamed": _("An area needs a name in at least one language."),
    "area_unreadable": _("“%(entry)s” does not have the form LIST:AREA=FACTOR."),
    "case_sensitive_kind": _("Only an English term that counts can be case-sensitive."),
    "concept_code": _("A code has Latin letters, digits, hyphens and underscores only."),
    "concept_differs": _("Names or areas of this concept differ from an earlier row."),
    "concept_twice": _("This concept stands here twice."),
    "flag_needed": _("true or false is needed here."),
    "no_areas": _("The list has no areas."),
    "not_a_list": _("A list is needed here."),
    "not_a_workbook": _("This is not an XLSX workbook."),
    "not_an_object": _("An object with named fields is needed here."),
    "not_csv": _("This is not a CSV table."),
    "not_json": _("This is not JSON."),
    "not_utf8": _("This is neither a workbook nor UTF-8 text."),
    "number_needed": _("A number is needed here."),
    "number_out_of_range": _("%(value)s is not above %(above)s and at most %(upto)s."),
    "other_list": _("The file holds the list %(found)s, not the one that was chosen."),
    "table_without_list": _("A table says the areas alone. Choose its list."),
    "term_beginning": _("A term begins with a letter or a digit."),
    "term_shipped": _("This term ships in this concept and cannot be written over."),
    "term_twice": _("This term stands twice in its concept."),
    "text_empty": _("This must not be empty."),
    "text_needed": _("A text is needed here."),
    "text_too_long": _("At most %(limit)s characters are possible here."),
    "too_large": _("The file is too large."),
    "thresholds_crossed": _("The strong threshold must lie above the possible one."),
    "unknown_area": _("No published list has this area."),
    "unknown_choice": _("“%(value)s” is not one of: %(choices)s."),
    "unknown_field": _("This field is not known; known are: %(known)s."),
    "unknown_parent": _("No area %(parent)s stands before this one."),
    "wrong_heading": _("The heading must be: %(columns)s."),
}


def refusal_in_words(refused: Refused) -> str:
    fault = refused.params.get("fault")
    if not isinstance(refused, FileRefused) or not isinstance(fault, TechnologyFault):
        return explain(refused)
    if fault.code not in FAULTS:
        return str(fault)
    place = _ROW.sub(lambda found: gettext("row %(row)d") % {"row": int(found[1])}, fault.path)
    return gettext("%(place)s: %(fault)s") % {"place": place, "fault": str(FAULTS[fault.code]) % fault.params}
