"""Who is to join a running case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.proposal import NAME, day, words
from duediligence.domain.content import MemberInput
from duediligence.domain.party import NameInput, OrganisationInput, PersonInput
from duediligence.enums import MemberRole, NameType
from duediligence.labels import choices


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME)
    furigana = words(_("Furigana"), lang="ja")
    romanised = words(_("Romanised"), lang="en")
    role = forms.ChoiceField(label=_("Role"), choices=choices(MemberRole), initial=MemberRole.PARTICIPANT)
    affiliation = words(_("Affiliation"))
    affiliation_country = words(_("Country of the affiliation"), limit=2, help_text=_("Two letters, such as JP"))
    orcid = words("ORCID", limit=40)
    start_date = day(_("Start date"))
    reason = reason_field()

    def member(self) -> MemberInput:
        """Return who is to join; the form is valid."""
        given = self.cleaned_data
        affiliation = (
            OrganisationInput(given["affiliation"], given["affiliation_country"]) if given["affiliation"] else None
        )
        names = (NameInput(given["romanised"], NameType.ROMANISED),) if given["romanised"] else ()
        person = PersonInput(
            given["name"], given["furigana"], orcid=given["orcid"], names=names, affiliation=affiliation
        )
        return MemberInput(person, MemberRole(given["role"]), start_date=given["start_date"])


class AdmitForm(forms.Form):
    reason = reason_field()
