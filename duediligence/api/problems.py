"""The problems this API answers with (RFC 9457): stable codes, each with its status, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duediligence import errors

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem; ``detail`` is a sentence with named gaps."""

    status: int
    title: str | Promise
    detail: str | Promise = ""


class ApiProblem(Exception):  # noqa: N818 - named after what the reader of the answer gets
    """A request is not answered as it wished. ``code`` is a key of ``KINDS``; ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


KINDS: Final[Mapping[str, Kind]] = {
    "malformed_body": Kind(
        400, _("The body is not JSON"), _("Send one JSON document in UTF-8, each name once in its object.")
    ),
    "invalid_query": Kind(
        400, _("The query cannot be used"), _("Correct the parameters of the address that are named below.")
    ),
    "idempotency_key_missing": Kind(
        400,
        _("The Idempotency-Key is missing"),
        _("Send the header Idempotency-Key with a value of your own, new for each act, the same for its repetition."),
    ),
    "idempotency_key_malformed": Kind(
        400, _("The Idempotency-Key is malformed"), _("An Idempotency-Key has 1 to 255 visible ASCII characters.")
    ),
    "unauthenticated": Kind(
        401, _("A valid key is needed"), _("Send Authorization: Bearer with a key that is neither expired nor revoked.")
    ),
    "scope_missing": Kind(403, _("The key does not allow this"), _("This key lacks the scope %(scope)s.")),
    "not_found": Kind(404, _("Not found"), _("There is nothing here that this client may see.")),
    "method_not_allowed": Kind(
        405, _("Method not allowed"), _("The method %(method)s does nothing here; see the header Allow.")
    ),
    "not_acceptable": Kind(406, _("Not acceptable"), _("Answers are JSON: accept application/json.")),
    "request_in_progress": Kind(
        409,
        _("The request is still being worked on"),
        _("A request with this Idempotency-Key has not been answered yet. Ask again in a moment."),
    ),
    "conflicting_write": Kind(
        409, _("Another request was faster"), _("Something changed at the same moment. Send the request again.")
    ),
    "precondition_failed": Kind(
        412,
        _("The object has changed"),
        _("It no longer has the ETag given in If-Match. Read it again and decide anew."),
    ),
    "body_too_large": Kind(413, _("The body is too large"), _("A body has at most %(limit)d bytes.")),
    "unsupported_media_type": Kind(
        415, _("Unsupported media type"), _("Send the body as Content-Type: application/json.")
    ),
    "invalid_input": Kind(422, _("The content cannot be taken"), _("Correct the fields that are named below.")),
    "idempotency_key_reused": Kind(
        422,
        _("The Idempotency-Key was used for another request"),
        _("This Idempotency-Key was sent before with another method, address or body. Choose a new one."),
    ),
    "precondition_required": Kind(
        428, _("If-Match is needed"), _("Read the object and send its ETag in the header If-Match.")
    ),
    "rate_limited": Kind(429, _("Too many requests"), _("Ask again in %(seconds)d seconds.")),
    "internal_error": Kind(
        500, _("Something went wrong here"), _("The fault is recorded under the request id. Nothing was changed.")
    ),
}

# What the domain refuses, as a status; whatever is not named here contradicts the present state: 409.
REFUSALS: Final[Mapping[type[errors.Refused], Kind]] = {
    errors.NotAllowed: Kind(403, _("Not allowed")),
    errors.InvalidInput: KINDS["invalid_input"],
    errors.ReasonMissing: KINDS["invalid_input"],
    errors.CaseAlreadyOpen: Kind(409, _("A case is already open")),
    errors.CaseNotOpen: Kind(409, _("The case is closed")),
    errors.NoPolicy: Kind(409, _("No policy covers this proposal")),
    errors.NotAwaited: Kind(409, _("No answer is awaited")),
    errors.StaleRevision: Kind(409, _("The proposal was revised")),
    errors.StaleSubmission: Kind(409, _("There is a newer submission")),
    errors.FileSealed: Kind(403, _("The file is sealed")),
    errors.ProposalUnchanged: Kind(409, _("Nothing was changed")),
}
OTHER_REFUSAL: Final = Kind(409, _("This cannot be done now"))


def kind_named(code: str) -> Kind | None:
    """Return the kind that ``code`` names, or ``None``."""
    by_code = {refusal.code: kind for refusal, kind in REFUSALS.items() if kind not in KINDS.values()}
    return {**KINDS, **by_code, errors.Refused.code: OTHER_REFUSAL}.get(code)
