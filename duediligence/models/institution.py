"""The tenant and its people."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duediligence.enums import Role
from duediligence.labels import choices

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, user: "User") -> "InstitutionQuerySet":
        if user.is_superuser:
            return self
        return self.filter(users=user)


class Institution(models.Model):
    """A university whose office uses the system. Nothing crosses from one institution to another."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_ja = models.CharField(_("name (Japanese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    ror = models.CharField("ROR", max_length=40, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name_ja


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, user: "User") -> "DepartmentQuerySet":
        return self if user.is_superuser else self.filter(institution=user.institution_id)


class Department(models.Model):
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="departments")
    code = models.SlugField(_("code"), max_length=30)
    name_ja = models.CharField(_("name (Japanese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "code"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="duediligence_department_code")]

    def __str__(self) -> str:
        return self.name_ja


class User(AbstractUser):
    """Somebody who signs in. A user belongs to one institution; what they may do follows from their roles."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    display_name = models.CharField(_("name shown"), max_length=150, blank=True)

    if TYPE_CHECKING:
        grants: RelatedManager["RoleGrant"]

    roles_today: frozenset[Role] | None = None
    """Set by whoever answers a request, so that the roles are looked up once for it."""

    class Meta:
        ordering = ["username"]
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.display_name or self.username

    def roles(self, day: dt.date | None = None) -> frozenset[Role]:
        """Return the roles held on ``day`` (today when none is given), delegated ones as well."""
        if day is None and self.roles_today is not None:
            return self.roles_today
        lent = Delegation.objects.filter(to_user=self).in_force(day)
        held = RoleGrant.objects.filter(user=self).in_force(day).order_by().values_list("role")
        return frozenset(Role(role) for (role,) in held.union(lent.order_by().values_list("role")))

    def own_roles(self, day: dt.date | None = None) -> frozenset[Role]:
        """Return the roles given to this very person, without those that somebody else lends them."""
        grants = RoleGrant.objects.filter(user=self).in_force(day)
        return frozenset(Role(role) for role in grants.values_list("role", flat=True))

    def departments_served(self) -> models.QuerySet[Department]:
        """Return the departments whose officer this person is today, or stands in for."""
        held = RoleGrant.objects.filter(user=self, role=Role.DEPARTMENT_OFFICER).in_force()
        lent = Delegation.objects.filter(to_user=self, role=Role.DEPARTMENT_OFFICER).in_force()
        own, others = held.values("user__department"), lent.values("from_user__department")
        return Department.objects.filter(Q(pk__in=own) | Q(pk__in=others))


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, day: dt.date | None = None) -> "RoleGrantQuerySet":
        today = day or timezone.localdate()
        return self.filter(Q(until_date__isnull=True) | Q(until_date__gte=today), from_date__lte=today)

    def visible_to(self, user: User) -> "RoleGrantQuerySet":
        return self if user.is_superuser else self.filter(user__institution=user.institution_id)


class RoleGrant(models.Model):
    """A role given to a user, from one date to another (both included)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=choices(Role))
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"), null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "from_date"], name="duediligence_role_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, day: dt.date | None = None) -> "DelegationQuerySet":
        """Return those that count on ``day``: not revoked, and the role is still the delegator's own."""
        today = day or timezone.localdate()
        own = RoleGrant.objects.in_force(today).filter(user=OuterRef("from_user"), role=OuterRef("role"))
        return self.filter(Exists(own), revoked_at__isnull=True, from_date__lte=today, until_date__gte=today)

    def visible_to(self, user: User) -> "DelegationQuerySet":
        return self if user.is_superuser else self.filter(from_user__institution=user.institution_id)


class Delegation(models.Model):
    """A role lent to a substitute from one date to another (both included), by its holder or for an absent one."""

    from_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("from whom"))
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("substitute"))
    role = models.CharField(_("role"), max_length=30, choices=choices(Role))
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date", "-id"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="duediligence_delegation_two_people"),
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="duediligence_delegation_period"),
            models.CheckConstraint(condition=~Q(reason=""), name="duediligence_delegation_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.from_user} → {self.to_user}: {self.get_role_display()}"
