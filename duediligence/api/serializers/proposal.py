"""Proposals and their revisions: as sent by a funder, and as shown to it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from duediligence.api.serializers.content import SENT_ROLES, ContentSerializer
from duediligence.api.serializers.strict import TextField
from duediligence.enums import MemberRole
from duediligence.models import Membership, Proposal, ProposalParty, Revision


class ProposalInputSerializer(ContentSerializer):
    programme = TextField(max_length=60, help_text="Code of a programme that the client may use.")
    institution = TextField(max_length=30, help_text="Code of the lead institution.")
    external_id = TextField(
        max_length=100, default="", allow_blank=True, help_text="The funder's own number, once in a programme."
    )
    stage_deadline_date = serializers.DateField(required=False, allow_null=True, default=None)


class RevisionInputSerializer(ContentSerializer):
    reason = TextField(max_length=2000, help_text="Why the proposal is revised.")


class MemberSerializer(serializers.Serializer[Membership]):
    """Only what stands in the proposal: what the institution knows of a person besides is not shown."""

    name = serializers.CharField()
    role = serializers.ChoiceField(choices=[role.value for role in MemberRole])
    organisation = serializers.SerializerMethodField()
    start_date = serializers.DateField(allow_null=True)
    end_date = serializers.DateField(allow_null=True)

    def get_organisation(self, member: Membership) -> str | None:
        return member.organisation_name or None


class PartySerializer(serializers.Serializer[ProposalParty]):
    name = serializers.CharField()
    country = serializers.CharField(source="organisation.country", allow_blank=True)
    role = serializers.ChoiceField(choices=[role.value for role in SENT_ROLES])


class RevisionSerializer(serializers.Serializer[Revision]):
    number = serializers.IntegerField(min_value=1)
    title_ja = serializers.CharField(allow_blank=True)
    title_en = serializers.CharField(allow_blank=True)
    abstract_ja = serializers.CharField(allow_blank=True)
    abstract_en = serializers.CharField(allow_blank=True)
    keywords_ja = serializers.ListField(child=serializers.CharField())
    keywords_en = serializers.ListField(child=serializers.CharField())
    members = MemberSerializer(source="memberships", many=True)
    parties = serializers.SerializerMethodField()
    material = serializers.BooleanField(source="is_material", help_text="Whether it voids earlier approvals.")
    recorded_by = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="Why a funder revised; the institution's reason stays there.")
    created_at = serializers.DateTimeField()

    @extend_schema_field(PartySerializer(many=True))
    def get_parties(self, revision: Revision) -> list[dict[str, Any]]:
        """Leave out what the institution found besides, such as the giver of a scholarship."""
        return [PartySerializer(party).data for party in revision.parties.all() if party.role in SENT_ROLES]

    @extend_schema_field(serializers.ChoiceField(choices=["funder", "institution"]))
    def get_recorded_by(self, revision: Revision) -> str:
        return "funder" if revision.created_by_client_id else "institution"

    def get_reason(self, revision: Revision) -> str:
        return revision.reason if revision.created_by_client_id else ""


class ProposalSerializer(serializers.Serializer[Proposal]):
    id = serializers.UUIDField(source="public_id")
    programme = serializers.SlugField(source="programme.code")
    institution = serializers.SlugField(source="institution.code")
    external_id = serializers.CharField(allow_blank=True)
    stage_deadline_date = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    case = serializers.SerializerMethodField(help_text="Reference of the newest case, or null.")
    revision = RevisionSerializer(source="current_revision", help_text="The present revision.")

    def get_case(self, proposal: Proposal) -> str | None:
        return max(((case.opened_at, case.reference) for case in proposal.cases.all()), default=(None, None))[1]
