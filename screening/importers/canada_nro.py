"""Canada's Named Research Organizations, the web page as published (HTML).

Each organisation is a list item: the name in bold, the country in brackets, then a paragraph ``Known
alias(es): …``. The page prints institutes that belong to an organisation among its aliases and does not tell
them apart from other names.
"""

import re
from collections.abc import Iterator

from lxml import html

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.dates import printed_day
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.tables import split_list
from screening.importers.text import decode_text, head_text
from screening.names.kinds import NameKind

TITLE = re.compile(r"<h1[^>]*>\s*Named Research Organizations\s*</h1>")
ALIASES = re.compile(r"^Known alias(?:\(?es\)?)?\s*:\s*", re.IGNORECASE)
COUNTRY = re.compile(r"\(([^()]*)\)")
PAGE_BYTES = 20 * 1024 * 1024
# An HTML parser mends whatever it is given: half a page would be read as a short list.
END, END_WITHIN = "</html", 4096


class CanadaNroHtml(Importer):
    format_name = "Named Research Organizations page (HTML)"
    version = 2
    reads_web_pages = True

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return TITLE.search(head_text(file)) is not None

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        modified = page(files.primary, options).xpath("string(//time[@property='dateModified'])")
        return FileFacts(issued=printed_day(str(modified)))

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        items = page(file, options).xpath("//li[strong or b][not(ancestor::nav)]")
        for number, item in enumerate(items, start=1):
            yield from read_item(file.name, number, item, options)


def page(file: SourceFile, options: ImportOptions) -> html.HtmlElement:
    with file.open(options.limits) as stream:
        data = stream.read(PAGE_BYTES + 1)
    if len(data) > PAGE_BYTES:
        raise ImportRefused(file.name, "too_large", limit=PAGE_BYTES)
    text, _encoding = decode_text(data, file.name)
    if END not in text[-END_WITHIN:].casefold():
        raise ImportRefused(file.name, "incomplete_page")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    return html.document_fromstring(text.encode(), parser=parser)


def read_item(file: str, number: int, item: html.HtmlElement, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, number, options.limits)
    bold = next(item.iterchildren("strong", "b"))
    name = squeeze(bold.text_content())
    draft.name(name, "name", NameType.PRIMARY)
    country = found[1] if (found := COUNTRY.search(bold.tail or "")) else ""
    draft.country(country, "country")
    for paragraph in item.findall("p"):
        text = squeeze(paragraph.text_content())
        if ALIASES.match(text):
            for alias in split_list(ALIASES.sub("", text)):
                draft.name(alias, "aliases")
        else:
            draft.attribute("note", text)
    yield from draft.finish(derived_uid(country, name), NameKind.ORGANIZATION, uid_is_stable=False)
