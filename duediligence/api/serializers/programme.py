"""Programmes as a funder sees them."""

from rest_framework import serializers

from duediligence.enums import StageKind
from duediligence.models import Programme, ProgrammeStage


class NamesSerializer(serializers.Serializer[Programme]):
    ja = serializers.CharField(source="name_ja")
    en = serializers.CharField(source="name_en")


class StageSerializer(serializers.Serializer[ProgrammeStage]):
    stage = serializers.ChoiceField(source="kind", choices=[kind.value for kind in StageKind])
    deadline_date = serializers.DateField()


class ProgrammeSerializer(serializers.Serializer[Programme]):
    code = serializers.SlugField()
    funder = serializers.SlugField(source="funder.code", help_text="Code of the funder.")
    names = NamesSerializer(source="*")
    designated = serializers.BooleanField(source="is_designated", help_text="A designated R&D programme.")
    basis = serializers.CharField(help_text="What the designation rests on.", allow_blank=True)
    stages = StageSerializer(many=True)
    open = serializers.BooleanField(source="is_open", help_text="Whether it takes proposals.")
