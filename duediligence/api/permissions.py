"""What a key may do: one scope for each action, named by the view."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from duediligence.api.caller import key_of
from duediligence.api.problems import ApiProblem
from duediligence.enums import Scope

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it imports this module


class HasScope(BasePermission):
    """The key carries the scope that the view's ``scopes`` ask for this action."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        scopes: dict[str, Scope] = getattr(view, "scopes", {})
        action = getattr(view, "action", None)
        if action in (None, "metadata"):
            return True  # no such method here: the answer is 405
        needed = scopes[action]
        if needed not in key_of(request).scopes:
            raise ApiProblem("scope_missing", scope=str(needed))
        return True
