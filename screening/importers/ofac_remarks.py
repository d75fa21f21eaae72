"""The remarks column of OFAC's legacy files: a chain of facts that has columns of its own nowhere else.

Source: OFAC, SDN data specification. Facts are separated by ``;``. A name in quotes behind ``a.k.a.`` is what
OFAC calls a weak alias: it is broad or generic and must not trigger a match alone.
"""

import re

from screening.importers.base import NameType
from screening.importers.draft import EntryDraft

NULL = "-0-"
WEAK_ALIAS = re.compile(r"(?:alt\. )?(a|f|n)\.k\.a\. '(.+)'")
BIRTH = re.compile(r"(?:alt\. )?DOB (.+)")
NATIONALITY = re.compile(r"(?:alt\. )?(?:nationality|citizen) (.+)")
BIRTH_PLACE = re.compile(r"(?:alt\. )?POB (.+)")
LINKED = re.compile(r"\(?Linked To: (.+?)\)?")
IDENTIFIER_SCHEMES = {
    "Passport": "passport",
    "National ID No.": "national_id",
    "Identification Number IMO": "imo",
    "Vessel Registration Identification IMO": "imo",
    "Identification Number": "identification_number",
    "Tax ID No.": "tax_id",
    "V.A.T. Number": "vat",
    "Registration Number": "registration_number",
    "Registration ID": "registration_number",
    "Business Registration Number": "registration_number",
    "Company Number": "registration_number",
    "Commercial Registry Number": "registration_number",
    "Enterprise Number": "registration_number",
    "Unified Social Credit Code (USCC)": "uscc",
    "Legal Entity Number": "lei",
    "D-U-N-S Number": "duns",
    "SWIFT/BIC": "swift_bic",
    "Cedula No.": "cedula",
    "NIT #": "nit",
    "RUC #": "ruc",
    "C.U.R.P.": "curp",
    "R.F.C.": "rfc",
    "Matricula Mercantil No": "matricula_mercantil",
    "MMSI": "mmsi",
}
PREFIXES = sorted(IDENTIFIER_SCHEMES, key=len, reverse=True)
PLACE_OF_ISSUE = re.compile(r"\s*\(.*$|\s+(?:issued|expires)\b.*$")


def add_remarks(draft: EntryDraft, remarks: str) -> None:
    """Adds the facts that a remark states; the whole remark is kept as printed."""
    draft.attribute("remarks", remarks)
    for fact in remarks.rstrip(". ").split(";"):
        _add(draft, fact.strip().rstrip("."))


def _add(draft: EntryDraft, fact: str) -> None:
    if found := WEAK_ALIAS.fullmatch(fact):
        type_ = NameType.FORMER if found[1] == "f" else NameType.LOW_QUALITY
        draft.name(found[2], "remarks", type_, is_weak=True)
    elif found := BIRTH.fullmatch(fact):
        if "circa" in found[1]:
            draft.attribute("birth_dates_approximate", found[1])
        draft.birth_date(found[1], "remarks")
    elif found := BIRTH_PLACE.fullmatch(fact):
        draft.attribute("birth_places", found[1])
    elif found := NATIONALITY.fullmatch(fact):
        draft.attribute("nationality_as_printed", found[1])
    elif found := LINKED.fullmatch(fact):
        draft.attribute("linked_to", found[1])
    elif prefix := next((prefix for prefix in PREFIXES if fact.startswith(f"{prefix} ")), ""):
        draft.identifier(IDENTIFIER_SCHEMES[prefix], PLACE_OF_ISSUE.sub("", fact[len(prefix) + 1 :]))
