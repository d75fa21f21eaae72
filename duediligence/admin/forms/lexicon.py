"""What is written when the lexicon is changed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.offering import offer
from duediligence.admin.forms.technology import KINDS, LANGUAGES, WEIGHTS
from duediligence.queries.lexicon import ConceptLine
from screening.technology.lexicon import Concept, Term, TermKind

LARGEST = 5_000_000
NEW = "+"


class LexiconFileForm(forms.Form):
    file = forms.FileField(
        label=_("File (CSV, XLSX or JSON)"),
        help_text=_(
            "The whole of the draft's own terms, in the columns of the export. It takes the place of the draft."
        ),
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        content: bytes = upload.read()
        return content


class TermForm(forms.Form):
    """An own term. For a new concept its name in both languages and the areas it stands for are written as well."""

    text = forms.CharField(label=_("Term"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    kind = forms.ChoiceField(label=_("What it does"), choices=KINDS)
    weight = forms.ChoiceField(label=_("Weight"), choices=WEIGHTS, initial="2")
    case_sensitive = forms.BooleanField(label=_("Only in this case (acronyms)"), required=False)
    concept = forms.ChoiceField(label=_("Concept"))
    new_code = forms.SlugField(label=_("Code of a new concept"), max_length=60, required=False)
    new_ja = forms.CharField(label=_("Its name in Japanese"), max_length=200, required=False)
    new_en = forms.CharField(label=_("Its name in English"), max_length=200, required=False)
    new_area = forms.ChoiceField(label=_("Its area"), required=False)

    def __init__(self, *args: Any, lines: list[ConceptLine], areas: list[Any], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._concepts = {line.concept.code: line.concept for line in lines}
        named = sorted((getattr(one, f"name_{language}") or one.code, one.code) for one in self._concepts.values())
        offer(self, "concept", [("", "‐"), (NEW, _("A new concept")), *((code, name) for name, code in named)])
        offer(self, "new_area", [("", "‐"), *areas])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("concept") == NEW:
            for name in ("new_code", "new_ja", "new_en", "new_area"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A new concept needs this."))
            if given.get("new_code") in self._concepts:
                self.add_error("new_code", _("There is such a concept already; choose it above."))
        return given

    def written(self) -> tuple[Concept, Term]:
        given = self.cleaned_data
        concept = self._concepts.get(given["concept"]) or self._new_concept()
        kind = TermKind(given["kind"])
        weight = 1 if kind is TermKind.EXCLUDE else int(given["weight"])
        return concept, Term(
            given["text"].strip(), given["language"], weight, kind, concept.code, given["case_sensitive"]
        )

    def _new_concept(self) -> Concept:
        given = self.cleaned_data
        list_code, _colon, area_code = given["new_area"].partition(":")
        return Concept(given["new_code"], given["new_ja"], given["new_en"], {list_code: {area_code: 1.0}})


class TermKeyForm(forms.Form):
    """Which own term is meant."""

    concept = forms.CharField(max_length=100)
    kind = forms.ChoiceField(choices=KINDS)
    text = forms.CharField(max_length=1000, strip=False)


class CandidateForm(forms.Form):
    """A suggested term, as the page showed it, and what becomes of it."""

    list = forms.CharField(max_length=30)
    area = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=KINDS)
    text = forms.CharField(max_length=200, strip=False)
    concept = forms.CharField(max_length=100, required=False)
    weight = forms.ChoiceField(choices=WEIGHTS, required=False)
    act = forms.ChoiceField(choices=[("accept", "accept"), ("decline", "decline")])


class ListChoiceForm(forms.Form):
    list = forms.ChoiceField(label=_("List"), required=False)

    def __init__(self, *args: Any, lists: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "list", lists)

    def chosen(self) -> str:
        """Return the list asked for, else the first; an empty text when there is none."""
        self.is_valid()
        codes = [str(code) for code, _name in self.fields["list"].choices]  # type: ignore[attr-defined]
        return self.cleaned_data.get("list") or (codes[0] if codes else "")


class PublishForm(forms.Form):
    reason = reason_field()


class DiscardForm(forms.Form):
    reason = reason_field()
