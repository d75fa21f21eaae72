"""Cursor pages, the newest first: what is added or removed meanwhile shifts nothing."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

PAGE_SIZE: Final = 50
MAX_PAGE_SIZE: Final = 200
_POSITION: Final = re.compile(rb"after:(\d{1,18})")


class CursorField(serializers.CharField):
    """The place after which a page begins, opaque to the client."""

    default_error_messages = {"cursor": _("This is not a cursor of ours; follow the address given as “next”.")}

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        try:
            found = _POSITION.fullmatch(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True))
        except (UnicodeEncodeError, binascii.Error):
            found = None
        if found is None:
            self.fail("cursor")
        return int(found[1])


def cursor_after(pk: int) -> str:
    return base64.urlsafe_b64encode(b"after:%d" % pk).decode("ascii")


class CursorPages(BasePagination):
    """``?limit=`` (1 to 200, else 50) and ``?cursor=``; the answer names the address of the next page or null.

    The view has read and checked both into its ``query``.
    """

    next_address: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        query = cast("Mapping[str, Any]", getattr(view, "query", {}))
        limit, after = query.get("limit", PAGE_SIZE), query.get("cursor")
        rows = queryset.order_by("-pk")
        if after is not None:
            rows = rows.filter(pk__lt=after)
        found = list(rows[: limit + 1])
        page = found[:limit]
        if len(found) > limit:
            address = request.build_absolute_uri()
            self.next_address = replace_query_param(address, "cursor", cursor_after(page[-1].pk))
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.next_address})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        example = "https://dd.example.ac.jp/api/v1/cases?cursor=YWZ0ZXI6NDI%3D"
        address = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Address of the next page.",
            "example": example,
        }
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": address},
        }
