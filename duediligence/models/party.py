"""People and organisations, each recorded once per institution."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from duediligence.enums import NameType
from duediligence.labels import choices
from duediligence.models.institution import Institution, User

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> "OrganisationQuerySet":
        return self if user.is_superuser else self.filter(institution=user.institution_id)


class Organisation(models.Model):
    """A university, laboratory, company or funder. ``match_key`` makes it one row per institution."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=500)
    country = models.CharField(_("country"), max_length=2, blank=True)
    ror = models.CharField("ROR", max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    match_key = models.CharField(max_length=600, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    if TYPE_CHECKING:
        names: RelatedManager["OrganisationName"]

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "match_key"],
                name="duediligence_organisation_once",
                violation_error_message=_("This organisation is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=500)
    name_type = models.CharField(_("type"), max_length=12, choices=choices(NameType))

    class Meta:
        ordering = ["organisation", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "text"], name="duediligence_organisation_name_once")
        ]

    def __str__(self) -> str:
        return self.text


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> "PersonQuerySet":
        return self if user.is_superuser else self.filter(institution=user.institution_id)


class Person(models.Model):
    """A researcher or student. Nationality is no part of it."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=300)
    furigana = models.CharField(_("furigana"), max_length=300, blank=True)
    erad_number = models.CharField(_("e-Rad number"), max_length=8, blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    affiliation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    match_key = models.CharField(max_length=700, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    if TYPE_CHECKING:
        names: RelatedManager["PersonName"]

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "match_key"],
                name="duediligence_person_once",
                violation_error_message=_("This person is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonName(models.Model):
    """Another name of a person: a romanisation, a former name; ``reading`` is its furigana when typed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    reading = models.CharField(_("furigana"), max_length=300, blank=True)
    name_type = models.CharField(_("type"), max_length=12, choices=choices(NameType))

    class Meta:
        ordering = ["person", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="duediligence_person_name_once")]

    def __str__(self) -> str:
        return self.text
