"""What a name names."""

from enum import StrEnum


class NameKind(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"
    UNKNOWN = "unknown"
