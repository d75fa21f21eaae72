"""How the API is described. Developers read it, so it is in English whatever the reader's language.

Every operation gets from here what all of its sort have: headers, problems, the parameters of lists.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from duediligence.api import examples
from duediligence.api.problems import MEDIA_TYPE
from duediligence.api.serializers.problem import ProblemSerializer
from duediligence.api.views.base import FunderViewSet

_OF_ALL: Final = {
    401: "No valid key was shown.",
    403: "The key lacks the scope, or the act is not this client's.",
    406: "The answer would be JSON, which is not accepted.",
    429: "Too many requests in this minute.",
    500: "A fault of the service. Nothing was changed.",
}
_OF_PLACES: Final = {404: "There is nothing here that this client may see."}
_OF_LISTS: Final = {400: "A parameter of the address cannot be used."}
_OF_WRITES: Final = {
    400: "The Idempotency-Key is missing or malformed, or the body is not JSON.",
    409: "It contradicts the present state, or the same request is still being worked on. May be sent again.",
    413: "The body is too large.",
    415: "The body is not sent as application/json.",
    422: "A field cannot be taken, or the Idempotency-Key was used for another request.",
}
_OF_CONDITIONAL_WRITES: Final = {412: "The object has changed since it was read.", 428: "If-Match is missing."}
_OF_FILES: Final = {409: "The file is no longer as it was kept."}
_OF_ACTIONS: Final = {"list": _OF_LISTS, "create": _OF_WRITES, "retrieve": {}, "download": _OF_FILES}
_DONE: Final = {
    "list": (200, "A page, the newest first."),
    "create": (201, "Recorded."),
    "retrieve": (200, "Found."),
    "download": (200, "The file as it was sent."),
}
_READ_ALONE: Final = frozenset({"retrieve", "download"})


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "duediligence.api.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        description = (
            "`Authorization: Bearer dd_<prefix>_<secret>`. A key has scopes and an end; two may live at a time."
        )
        return {"type": "http", "scheme": "bearer", "description": description}


class ApiSchema(AutoSchema):
    """Reads the contract at the top of a view: scopes, query, input and output, examples."""

    @property
    def contract(self) -> FunderViewSet[Any] | None:
        view: object = self.view
        return view if isinstance(view, FunderViewSet) else None

    def get_override_parameters(self) -> list[Any]:
        if not (view := self.contract):
            return [_REQUEST_ID]
        found = [*self._path(), *_request_headers(view), *_RESPONSE_HEADERS[view.action]]
        # What can be read at an address of its own says which when it is recorded.
        return [*found, _ETAG, _LOCATION] if view.action == "create" and "retrieve" in view.scopes else found

    def _path(self) -> Iterator[OpenApiParameter]:
        for name, kind in _PLACES.items():
            if f"{{{name}}}" in self.path:
                yield OpenApiParameter(name, kind, OpenApiParameter.PATH)

    def get_request_serializer(self) -> Any:
        return self.contract.input_class if self.contract and self.method == "POST" else None

    def get_response_serializers(self) -> Any:
        if not (view := self.contract):
            return super().get_response_serializers()
        status, sentence = _DONE[view.action]
        problems = {**_OF_ALL, **_OF_ACTIONS[view.action], **(_OF_PLACES if "{" in self.path else {})}
        if view.action in view.conditional_actions:
            problems |= _OF_CONDITIONAL_WRITES
        unchanged = {304: OpenApiResponse(description="It still has the ETag given in If-None-Match.")}
        return {
            **_found(view, status, sentence),
            **(unchanged if view.action in _READ_ALONE else {}),
            **{
                (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=problems[code])
                for code in sorted(problems)
            },
        }

    def get_summary(self) -> str | None:
        return self.contract.summaries[self.contract.action] if self.contract else super().get_summary()

    def get_description(self) -> str:  # type: ignore[override] # as drf-spectacular has it, not as DRF
        text = super().get_description()
        return f"{text}\n\nScope: `{self.contract.scopes[self.contract.action]}`." if self.contract else text

    def get_examples(self) -> list[OpenApiExample]:
        return [*examples.PROBLEMS, *self.contract.examples] if self.contract else []


def _found(view: FunderViewSet[Any], status: int, sentence: str) -> dict[Any, OpenApiResponse]:
    """Say what is answered: a document of the view, or a file of one of its types."""
    if view.media_types:
        return {(status, kind): OpenApiResponse(OpenApiTypes.BINARY, description=sentence) for kind in view.media_types}
    return {status: OpenApiResponse(view.serializer_class, description=sentence)}


def _request_headers(view: FunderViewSet[Any]) -> Iterator[Any]:
    yield _LANGUAGE
    if view.action == "list":
        yield view.query_class
    else:
        yield _IF_NONE_MATCH if view.action in _READ_ALONE else _IDEMPOTENCY_KEY
    if view.action in view.conditional_actions:
        yield _IF_MATCH


def closed_requests(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every object that is sent that unknown names are refused, and drop what only the generator needs."""
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Request"):
            component["additionalProperties"] = False
    _drop_enum_ids(result)
    return result


def _drop_enum_ids(part: Any) -> None:
    if isinstance(part, dict):
        part.pop("x-spec-enum-id", None)
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _drop_enum_ids(inner)


def _header(name: str, description: str, *, required: bool = False, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description, **more)


_LANGUAGE = _header("Accept-Language", "Language of the sentences in problems: ja (otherwise) or en.")
_IF_NONE_MATCH = _header("If-None-Match", "An ETag: an object that still has it is not sent again.")
_IF_MATCH = _header("If-Match", "The ETag of the object as it was read.", required=True)
_IDEMPOTENCY_KEY = _header(
    "Idempotency-Key",
    "A value of your own for this act (1 to 255 visible ASCII characters). Sent again with the same body, it acts once "
    "and gives the same answer again, with Idempotent-Replay: true.",
    required=True,
    pattern="^[!-~]{1,255}$",
)
_REQUEST_ID = _header("X-Request-ID", "Under this id the request stands in our logs and audit log.", response=True)
_RETRY_AFTER = _header("Retry-After", "Seconds until you may ask again.", response=[429])
_AUTHENTICATE = _header("WWW-Authenticate", "Names the scheme that is asked for.", response=[401])
_ETAG = _header("ETag", "The state of the object, for If-None-Match and If-Match.", response=[200, 201, 304])
_LOCATION = _header("Location", "Address of what was recorded.", response=[201])
_REPLAY = _header("Idempotent-Replay", "`true` when a stored answer is given again.", response=[201, 412, 422, 428])
_PLACES: Final = {"code": str, "public_id": UUID, "reference": str, "number": int, "sha256": str}
_COMMON = (_REQUEST_ID, _RETRY_AFTER, _AUTHENTICATE)
_RESPONSE_HEADERS: Final = {
    "list": _COMMON,
    "retrieve": (*_COMMON, _ETAG),
    "download": (*_COMMON, _ETAG),
    "create": (*_COMMON, _REPLAY),
}
