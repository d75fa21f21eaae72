"""What the lists can be searched by."""

from rest_framework import serializers

from duediligence.api.pagination import MAX_PAGE_SIZE, PAGE_SIZE, CursorField
from duediligence.api.public import PublicStatus
from duediligence.api.serializers.strict import IdField, MomentField, QuerySerializer, TruthField, WordField


class PageQuery(QuerySerializer):
    limit = serializers.IntegerField(
        min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE, help_text="How many a page holds at most."
    )
    cursor = CursorField(required=False, help_text="Where the page begins; part of “next”.")


class ProgrammeQuery(PageQuery):
    designated = TruthField(required=False, help_text="Designated R&D programmes alone, or the others.")
    open = TruthField(required=False, help_text="Programmes that take proposals alone, or the others.")


class ProposalQuery(PageQuery):
    programme = serializers.CharField(required=False, max_length=60, help_text="Code of a programme.")
    institution = serializers.CharField(required=False, max_length=30, help_text="Code of an institution.")
    external_id = serializers.CharField(required=False, max_length=100, help_text="The funder's own number.")
    created_from = MomentField(required=False, help_text="Recorded at this moment or later.")
    created_before = MomentField(required=False, help_text="Recorded before this moment.")


class CaseQuery(PageQuery):
    programme = serializers.CharField(required=False, max_length=60, help_text="Code of a programme.")
    institution = serializers.CharField(required=False, max_length=30, help_text="Code of an institution.")
    proposal = IdField(required=False, help_text="Id of a proposal.")
    status = WordField(
        required=False, choices=[status.value for status in PublicStatus], help_text="Where the case stands."
    )
