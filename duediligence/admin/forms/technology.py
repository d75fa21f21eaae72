"""What is looked for in technology lists and among their words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.filters import ANY
from duediligence.admin.forms.offering import offer
from duediligence.admin.frame import Text
from duediligence.queries.lexicon import Wanted
from screening.technology.lexicon import TermKind
from screening.technology.taxonomy import Area

KINDS: list[tuple[str, Text]] = [
    (TermKind.INCLUDE.value, _("Counts")),
    (TermKind.EXCLUDE.value, _("Excludes what stands inside it")),
    (TermKind.CONTEXT.value, _("Lowers the level")),
]
LANGUAGES: list[tuple[str, Text]] = [("ja", _("Japanese")), ("en", _("English"))]
WEIGHTS: list[tuple[str, Text]] = [
    ("3", _("3: names the technology")),
    ("2", _("2: usual in it")),
    ("1", _("1: never enough alone")),
]
_YES_NO: list[tuple[str, Text]] = [("yes", _("Yes")), ("no", _("No"))]


class AreaSearch(forms.Form):
    q = forms.CharField(label=_("Code or name"), required=False, max_length=200, widget=forms.SearchInput)
    verified = forms.ChoiceField(label=_("Wording verified"), choices=[*ANY, *_YES_NO], required=False)
    official = forms.ChoiceField(label=_("Official name"), choices=[*ANY, *_YES_NO], required=False)
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def fits(self, area: Area) -> bool:
        """A filter with an unknown value counts as not set."""
        wanted = self.cleaned_data
        words = wanted.get("q", "").casefold()
        flags = {"verified": area.verified, "official": area.name_is_official}
        return any(words in text.casefold() for text in (area.code, area.name_ja, area.name_en)) and all(
            wanted.get(name, "") in ("", "yes" if flag else "no") for name, flag in flags.items()
        )


class ConceptSearch(forms.Form):
    q = forms.CharField(label=_("Word or concept"), required=False, max_length=200, widget=forms.SearchInput)
    list = forms.ChoiceField(label=_("List"), required=False)
    kind = forms.ChoiceField(label=_("What a word does"), choices=[*ANY, *KINDS], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[*ANY, *LANGUAGES], required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=[*ANY, ("own", _("Own terms only"))], required=False)

    def __init__(self, *args: Any, lists: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "list", [*ANY, *lists])

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            words=given.get("q", ""),
            list_code=given.get("list", ""),
            kind=given.get("kind", ""),
            language=given.get("language", ""),
            own_only=given.get("origin", "") == "own",
        )
