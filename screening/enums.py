"""The closed vocabularies of lists and runs."""

from enum import StrEnum


class ListEffect(StrEnum):
    """What being on a list means, gravest first."""

    ASSET_FREEZE = "asset_freeze"
    LICENCE_TRIGGER = "licence_trigger"
    FUNDING_BAR = "funding_bar"
    OWN_WATCH_LIST = "own_watch_list"
    ADVISORY = "advisory"
    REGISTRY = "registry"


class EditionState(StrEnum):
    """A held edition is kept for the record and screened against by nobody until it is released."""

    LOADING = "loading"
    APPLIED = "applied"
    HELD = "held"
    DISCARDED = "discarded"


class EditionAct(StrEnum):
    """What was done with an edition as a whole."""

    LOADED = "loaded"
    APPLIED = "applied"
    HELD = "held"
    RELEASED = "released"
    DISCARDED = "discarded"


class HoldCode(StrEnum):
    """Why an edition is not taken into use unseen."""

    INCOMPLETE = "incomplete"
    CUT_OFF = "cut_off"
    ROW_ERRORS = "row_errors"
    SHRINKAGE = "shrinkage"
    OLDER = "older"
    PREVIEW = "preview"


class CheckResult(StrEnum):
    """What came of asking whether our edition is still the publisher's current one."""

    UNCHANGED = "unchanged"
    CONFIRMED = "confirmed"
    LOADED = "loaded"
    HELD = "held"
    FAILED = "failed"
    REMINDED = "reminded"


class LinkVerdict(StrEnum):
    """What a person says of two entries of successive editions."""

    SAME = "same"
    DIFFERENT = "different"


class DraftStatus(StrEnum):
    """An office's own watch list is drafted by one person and published by another."""

    OPEN = "open"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class RunStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class ListState(StrEnum):
    """How a run found a list that it was told to use."""

    FRESH = "fresh"
    STALE = "stale"
    EXTRACT = "extract"
    MISSING = "missing"


class PublicationStatus(StrEnum):
    """Draft → published → retired. A published edition never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"
