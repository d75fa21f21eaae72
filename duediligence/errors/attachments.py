"""Refusals about files."""

from duediligence.errors.base import Refused, gettext_noop


class AttachmentEmpty(Refused):
    code = "attachment_empty"
    template = gettext_noop("%(field)s: “%(name)s” is empty.")


class AttachmentTooLarge(Refused):
    code = "attachment_too_large"
    template = gettext_noop("%(field)s: “%(name)s” is larger than %(limit)d MB. Attach a smaller file.")


class AttachmentTypeRefused(Refused):
    code = "attachment_type_refused"
    template = gettext_noop("%(field)s: “%(name)s” is none of the sorts of file that are kept: %(types)s.")


class AttachmentNameDiffers(Refused):
    code = "attachment_name_differs"
    template = gettext_noop(
        "%(field)s: by its content “%(name)s” is a file of the sort %(type)s. Name it so, or attach another."
    )


class FileDamaged(Refused):
    code = "file_damaged"
    template = gettext_noop("%(name)s: what is stored is not what was kept. Restore it from a backup.")
