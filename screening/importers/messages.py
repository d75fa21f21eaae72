"""Every message an importer can utter: a stable code and its English template.

Templates use ``%(name)s`` and are filled from a fault's ``params``; whoever shows a fault to a person
translates the template first. ``gettext_noop`` only marks the text for extraction: nothing here translates.
"""


def gettext_noop(message: str) -> str:
    return message


REFUSALS: dict[str, str] = {
    "unreadable_file": gettext_noop("The file cannot be read: %(reason)s."),
    "too_large": gettext_noop("The file is larger than %(limit)s bytes; nothing was read."),
    "expands_too_much": gettext_noop("The file unpacks to more than %(limit)s bytes; nothing was read."),
    "too_many_rows": gettext_noop("The file has more than %(limit)s rows; nothing was read."),
    "too_many_cells": gettext_noop("Sheet “%(sheet)s” spans %(cells)s cells; the limit is %(limit)s."),
    "unknown_encoding": gettext_noop("The text is neither UTF-8, UTF-16 nor CP932 (Shift_JIS); save it as UTF-8."),
    "other_encoding": gettext_noop(
        "The text is neither UTF-8, UTF-16 nor CP932 (Shift_JIS); it looks like %(looks)s. Save it as UTF-8."
    ),
    "binary_content": gettext_noop(
        "The file holds binary data where text was expected; check that it is the right one."
    ),
    "wrong_format": gettext_noop("This is not a file of this list. Expected: %(expected)s."),
    "not_a_workbook": gettext_noop("This is not a complete XLSX workbook; get the file again (%(reason)s)."),
    "old_or_encrypted_workbook": gettext_noop(
        "This is an encrypted workbook or the old XLS format; save it as an unencrypted XLSX."
    ),
    "encrypted_archive": gettext_noop("The archive is encrypted; nothing was read."),
    "damaged_archive": gettext_noop("The archive is damaged or incomplete; get the file again (%(reason)s)."),
    "no_table": gettext_noop("This is no table. Save it as CSV or XLSX."),
    "several_tables": gettext_noop("Several sheets hold such a table: %(sheets)s. Put all rows into one sheet."),
    "missing_columns": gettext_noop("Columns are missing: %(columns)s."),
    "other_columns": gettext_noop(
        "Columns are missing: %(columns)s. This row comes nearest to the headings; it has %(found)s."
    ),
    "repeated_columns": gettext_noop("Columns appear twice: %(columns)s."),
    "unknown_mapping": gettext_noop("The column mapping names unknown fields: %(fields)s."),
    "mapping_unmet": gettext_noop(
        "The column mapping names headings that the file does not have: %(headings)s. It has %(found)s."
    ),
    "empty_file": gettext_noop("The file is empty; get it again."),
    "web_page": gettext_noop(
        "This is a web page and no file of this list, often one that says that something went wrong. Expected: "
        "%(expected)s."
    ),
    "pdf": gettext_noop(
        "This is a PDF; get the same edition as a table from the official page. Expected: %(expected)s."
    ),
    "archive_without_list": gettext_noop("The archive holds no file of this list. Expected: %(expected)s."),
    "archive_with_several": gettext_noop(
        "The archive holds several files of this list (%(names)s); unpack it and choose the one that is meant."
    ),
    "doctype": gettext_noop("The XML declares a DOCTYPE; such files are refused."),
    "xml_encoding": gettext_noop("The XML is in an encoding that is not read (%(reason)s); save it as UTF-8."),
    "broken_xml": gettext_noop("The XML is damaged or incomplete; get the file again (%(reason)s)."),
    "broken_json": gettext_noop("The JSON is damaged or incomplete; get the file again (%(reason)s)."),
    "incomplete_page": gettext_noop("The page is incomplete: its end is missing. Get it again."),
    "broken_csv": gettext_noop(
        "A quotation mark is missing or one too many in this row of the CSV, or the file is incomplete; mend the row "
        "or get the file again."
    ),
    "cell_too_long": gettext_noop(
        "A cell of this row has more than %(limit)s characters; check the quotation marks before it, or shorten it."
    ),
    "cut_off": gettext_noop("The file stops in the middle of this row: it was cut off on the way. Get it again."),
    "no_entries": gettext_noop("The file holds no entry of this list."),
    "companion_missing": gettext_noop(
        "%(expected)s, which belongs to this file, was not given; choose them together or put it beside this one."
    ),
    "day_unknown": gettext_noop(
        "Nothing in this file or its name says when it was issued; bring it alone and enter the day."
    ),
    "edition_not_named": gettext_noop("The file holds several editions (%(editions)s); say which one to read."),
    "changes_to_nothing": gettext_noop("The file holds changes only; load a whole edition of this list first."),
    "edition_unknown": gettext_noop("The file holds no edition “%(edition)s”; it holds %(editions)s."),
}

ROW_ERRORS: dict[str, str] = {
    "row_length": gettext_noop("The row has %(found)s columns; the header has %(expected)s."),
    "end_missing": gettext_noop(
        "The file stops here without a line end: it may have been cut off. Compare its last row with the publisher's."
    ),
    "row_not_an_object": gettext_noop("The record is not a JSON object."),
    "name_missing": gettext_noop("The row has no name."),
    "name_too_long": gettext_noop("The name has %(length)s characters; the limit is %(limit)s."),
    "name_without_letters": gettext_noop("The name “%(value)s” has neither letters nor digits."),
    "control_character": gettext_noop("The text holds the control character %(character)s."),
    "formula_for_id": gettext_noop("The identifier is a spreadsheet formula; write the value itself."),
    "uid_missing": gettext_noop("The row has no identifier."),
    "uid_repeated": gettext_noop("The identifier “%(uid)s” was already used in row %(first)s."),
    "uid_too_long": gettext_noop("The identifier has %(length)s characters; the limit is %(limit)s."),
    "formula_without_value": gettext_noop(
        "The cell is a formula without a value; open the workbook in a spreadsheet program and save it, or write the "
        "value itself."
    ),
    "unknown_kind": gettext_noop(
        "“%(value)s” is not a kind of entry; use person, organization, vessel, aircraft, programme or unknown."
    ),
    "bad_date": gettext_noop("“%(value)s” is not a date; write it as 1970-01-31, 1970-01 or 1970."),
    "date_serial": gettext_noop(
        "“%(value)s” is a spreadsheet's number of a day; format the cell as a date, or write it as 1970-01-31."
    ),
    "unknown_operation": gettext_noop("“%(value)s” is no change; use ADD, MOD or DEL."),
    "bad_identifier": gettext_noop("“%(value)s” is not written as scheme:value."),
    "orphan_row": gettext_noop("The row refers to the entry “%(uid)s”, which the list does not hold."),
}

ROW_NOTES: dict[str, str] = {
    "direction_marks_removed": gettext_noop("Invisible direction or formatting marks were removed from “%(value)s”."),
    "misencoded_character": gettext_noop("Characters of another encoding were put right in “%(value)s”."),
    "damaged_character": gettext_noop(
        "“%(value)s” holds a replacement character: a letter was lost before publication."
    ),
    "unknown_country": gettext_noop("The country or region “%(value)s” is not known; it is kept as printed."),
    "unread_date": gettext_noop("The date “%(value)s” could not be read; it is kept as printed."),
    "alias_without_letters": gettext_noop(
        "The alias “%(value)s” has neither letters nor digits and cannot be matched."
    ),
}

MESSAGES: dict[str, str] = REFUSALS | ROW_ERRORS | ROW_NOTES
