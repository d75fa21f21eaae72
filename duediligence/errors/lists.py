"""Refusals about list editions, the links between their entries, and drafts."""

from duediligence.errors.base import Refused, gettext_noop


class EditionStateChanged(Refused):
    code = "edition_state_changed"
    template = gettext_noop(
        "This edition is no longer in the state that the page showed. This page shows how it stands now."
    )


class SecondPersonReleases(Refused):
    code = "second_person_releases"
    template = gettext_noop("Whoever loaded or held this edition may not release it. Another person is needed.")


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    template = gettext_noop("A second person puts this edition into use, and writes why.")


class LinkUnknown(Refused):
    code = "link_unknown"
    template = gettext_noop("No edition of this list has these two entries.")


class LinkSettled(Refused):
    code = "link_settled"
    template = gettext_noop("This question has been answered so already.")


class NoLexicon(Refused):
    code = "no_lexicon"
    template = gettext_noop("No lexicon is loaded. The administrator of the installation loads what ships.")


class DraftNotOpen(Refused):
    code = "draft_not_open"
    template = gettext_noop("This draft was published or discarded a moment ago. This page shows how it stands now.")


class DraftUnchanged(Refused):
    code = "draft_unchanged"
    template = gettext_noop("Nothing in this draft differs from the present edition.")


class SamePersonPublishesList(Refused):
    code = "same_person_publishes_list"
    template = gettext_noop("Whoever wrote a part of this draft may not publish it. Another person is needed.")


class TechnologyListKnown(Refused):
    code = "technology_list_known"
    template = gettext_noop("An edition of this list that says the very same is there already.")


class SamePersonPublishesAreas(Refused):
    code = "same_person_publishes_areas"
    template = gettext_noop("Whoever uploaded this edition may not publish it. Another person is needed.")
