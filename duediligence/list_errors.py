"""Refusals about list editions and the links between their entries."""

from duediligence.errors import Refused, gettext_noop


class EditionStateChanged(Refused):
    code = "edition_state_changed"
    template = gettext_noop("This edition is no longer in the state that the page showed. Reload the page.")


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
