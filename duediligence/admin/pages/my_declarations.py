"""What a researcher who signs in has to declare, case by case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.showing import actor_of, show
from duediligence.domain import declaration
from duediligence.errors import NotAMember, Refused
from duediligence.messages import explain
from duediligence.models import User
from duediligence.queries.declarations import own_memberships


def takes_part(user: User) -> bool:
    """Show the section to whoever is recorded as a person of the institution."""
    return user.people.exists()


@require_http_methods(["GET", "HEAD", "POST"])
def my_declarations(request: HttpRequest) -> HttpResponse:
    """List them; a button begins one or goes on with it."""
    rows = own_memberships(signed_in(request))
    if request.method != "POST":
        return show(request, "my_declarations.html", {"rows": rows})
    try:
        for member, case, _begun in rows:
            if str(member.pk) == request.POST.get("membership"):
                given = declaration.begin(case, member.person, actor=actor_of(request))
                return redirect("declaration", given.public_id)
        raise NotAMember
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:my_declarations")
