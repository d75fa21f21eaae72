"""The sections of a proposal as forms: topic, frame, members, organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.offering import offer_records
from duediligence.domain.content import MAX_ABSTRACT, MAX_TITLE
from duediligence.enums import MemberRole, PartyRole
from duediligence.labels import choices
from duediligence.models import Department, Programme, User

NAME = 300
AREA = forms.Textarea(attrs={"rows": 4})


def words(label: Any, *, limit: int = NAME, help_text: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=limit, required=False, help_text=help_text, widget=widget)


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class TopicForm(forms.Form):
    title_ja = words(_("Title (Japanese)"), limit=MAX_TITLE, lang="ja")
    title_en = words(_("Title (English)"), limit=MAX_TITLE, help_text=_("One of the two titles is needed."), lang="en")
    abstract_ja = forms.CharField(label=_("Abstract (Japanese)"), max_length=MAX_ABSTRACT, required=False, widget=AREA)
    abstract_en = forms.CharField(label=_("Abstract (English)"), max_length=MAX_ABSTRACT, required=False, widget=AREA)
    keywords_ja = words(_("Keywords (Japanese)"), limit=2000, help_text=_("Separated by commas or 、"), lang="ja")
    keywords_en = words(_("Keywords (English)"), limit=2000, help_text=_("Separated by commas"), lang="en")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("title_ja") and not given.get("title_en"):
            self.add_error("title_ja", _("Give the title in Japanese or English."))
        return given


class FrameForm(forms.Form):
    """What a proposal answers to. It stays the same through its revisions."""

    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("None: a voluntary case"),
        help_text=_("Only programmes that take proposals now."),
    )
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("None")
    )
    external_id = words(_("Funder's number"), limit=100)
    stage_deadline_date = day(_("Deadline"))

    def __init__(self, *args: Any, user: User, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_records(self, "programme", Programme.objects.visible_to(user).filter(is_open=True), language)
        offer_records(self, "department", Department.objects.visible_to(user), language)


class ReviseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is revised"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "A change of people, partners or topic voids the approvals that it touches; "
            "that somebody leaves voids none."
        ),
    )


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME)
    role = forms.ChoiceField(label=_("Role"), choices=choices(MemberRole))
    furigana = words(_("Furigana"), lang="ja")
    romanised = words(_("Romanised"), limit=1000, help_text=_("Several are separated by ;"), lang="en")
    former = words(_("Former names"), limit=1000, help_text=_("Several are separated by ;"))
    affiliation = words(_("Affiliation"))
    affiliation_country = words(_("Country of the affiliation"), limit=2, help_text=_("Two letters, such as JP"))
    erad_number = words(_("e-Rad number"), limit=20, inputmode="numeric")
    orcid = words("ORCID", limit=40)
    start_date = day(_("Start date"))
    end_date = day(_("End date"))
    affiliation_ror = forms.CharField(required=False, widget=forms.HiddenInput)
    organisation = forms.CharField(required=False, widget=forms.HiddenInput)
    organisation_country = forms.CharField(required=False, widget=forms.HiddenInput)
    organisation_ror = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("start_date"), given.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The period ends before it starts."))
        return given


class PartyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME)
    role = forms.ChoiceField(label=_("Role"), choices=choices(PartyRole))
    country = words(_("Country"), limit=2, help_text=_("Two letters, such as JP"))
    ror = words("ROR", limit=60)
    aliases = words(_("Other names"), limit=2000, help_text=_("Several are separated by ;"))
    note = words(_("Where the name was found"))


class MemberTableForm(forms.Form):
    """A table of members, pasted or sent as a file."""

    table = forms.CharField(
        label=_("Paste from a spreadsheet"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "With its headings: name, furigana, romanised, former names, role, affiliation, country, e-Rad, ORCID, "
            "from, until."
        ),
    )
    file = forms.FileField(label=_("Or a file (CSV in UTF-8 or CP932, XLSX)"), required=False)
