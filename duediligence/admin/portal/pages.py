"""The researcher's portal: one item a page, saved at every step, checked once more, submitted."""

import uuid
from collections.abc import Container
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin import declared as words
from duediligence.admin.forms.declaration_item import ItemForms, typed_answer
from duediligence.admin.forms.declaration_table import EntryTable, read_table
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.showing import in_language, language, show
from duediligence.admin.portal import attempts
from duediligence.admin.portal.filing import Filing, filing, remember
from duediligence.documents.cells import with_periods
from duediligence.domain import cross_check, declaring, renewal
from duediligence.domain import declaration as declarations
from duediligence.domain.party import match_key
from duediligence.errors import DraftStale, LinkNotValid, LinkOfAnother, Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import User
from duediligence.policy.answers import AnswerFault, ItemAnswer, differences
from duediligence.policy.form import FormItem
from duediligence.policy.windows import window_start


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let a personal link in; the page that follows shows an address without it."""
    if attempts.too_many(request):
        return attempts.refuse(request)
    try:
        link = declarations.open_link(token, by=request.user if isinstance(request.user, User) else None)
    except LinkOfAnother as refused:
        return show(request, "declaration_closed.html", {"problem": explain(refused)}, 403)
    except LinkNotValid as refused:
        attempts.failed(request)
        return show(request, "declaration_closed.html", {"problem": explain(refused)}, 404)
    remember(request, link)
    return redirect("declaration", link.declaration.public_id)


@never_cache
@require_safe
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what is asked, how far it has come, and what can be taken over."""
    given = filing(request, public_id)
    draft = declaring.draft_of(given.declaration)
    _clean, faults = declaring.check(given.declaration, draft)
    wrong = {fault.item for fault in faults}
    tasks: list[dict[str, Any]] = [
        {
            "item": item,
            "name": item.name.within(language()),
            "state": _state(item.code, draft, wrong),
        }
        for item in given.items
    ]
    done = sum(task["state"] == "done" for task in tasks)
    link = given.actor.link
    context = {
        "due": given.due(timezone.now()),
        "officer": given.asked_by,
        "renewal": renewal.near(given.declaration, timezone.now()),
        "tasks": tasks,
        "done": done,
        "next": next((task["item"].code for task in tasks if task["state"] != "done"), ""),
        "previous": declaring.previous_version(given.declaration) if len(draft) < len(tasks) else None,
        "until": link.expires_at if link else None,
    }
    return _show(request, given, "start", context)


def _state(code: str, draft: Container[str], wrong: Container[str]) -> str:
    """Tell whether an item was begun, and whether something in it is wrong."""
    if code not in draft:
        return "open"
    return "faulty" if code in wrong else "done"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, public_id: uuid.UUID, code: str) -> HttpResponse:
    """Show one item and keep what is typed, whichever button is pressed."""
    given = filing(request, public_id)
    one = given.item(code)
    if request.method != "POST":
        answer = declaring.draft_of(given.declaration).get(code)
        faults = _faults(given, one, answer) if answer else ()
        if answer and one.masked:
            declaring.show_back(given.declaration, [one.code], actor=given.actor)
        return _item_page(request, given, one, answer or ItemAnswer(), faults)
    act, _dash, number = request.POST.get("act", "next").partition("-")
    answer = typed_answer(one, request.POST, without=int(number) if number.isdecimal() else None)
    table = _read_file(request, given, one, answer) if act == "read" else EntryTable(())
    if table.rows:
        answer = ItemAnswer(False, (*answer.rows, *table.rows), answer.questions)
    try:
        saved = request.POST.get("saved", "")
        kept = declaring.save_item(
            given.declaration, code, answer, saved=int(saved) if saved.isdecimal() else 0, actor=given.actor
        )
    except DraftStale as refused:
        return _item_page(
            request, given, one, answer, _faults(given, one, answer), problem=explain(refused), status=409
        )
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("declaration", public_id)
    given = Filing(kept, given.actor)
    if act == "next":
        return _onward(request, given, one, answer)
    status = 422 if table.errors else 200
    more = 1 if act == "add" else 0
    return _item_page(request, given, one, answer, (), table=table, more=more, status=status)


def _read_file(request: HttpRequest, given: Filing, one: FormItem, answer: ItemAnswer) -> EntryTable:
    upload = request.FILES.get("file")
    if upload is None:
        return EntryTable((), (gettext("Choose a file first."),))
    person = given.declaration.person
    names = [person.name, person.furigana, *(name.text for name in person.names.all())]
    return read_table(
        upload,
        one,
        language=language(),
        since=_since(given, one),
        names={match_key(name) for name in names if name},
        present=answer.rows,
    )


@never_cache
@require_safe
def empty_table(request: HttpRequest, public_id: uuid.UUID, code: str) -> HttpResponse:
    """Hand out a spreadsheet with the headings of an item, to be filled in and brought back."""
    one = filing(request, public_id).item(code)
    heads = [column.name.within(language()) for column in one.columns]
    if one.confidential_rows:
        heads.append(in_language("秘密保持義務", "Confidential"))
    kind = request.GET.get("format", "")
    return file_of_rows(kind if kind in FORMATS else "xlsx", one.code, heads, [])


def _onward(request: HttpRequest, given: Filing, one: FormItem, answer: ItemAnswer) -> HttpResponse:
    faults = _faults(given, one, answer)
    if faults:
        return _item_page(request, given, one, answer, faults, status=422)
    codes = [item.code for item in given.items]
    later = codes[codes.index(one.code) + 1 :]
    public_id = given.declaration.public_id
    return redirect("declaration_item", public_id, later[0]) if later else redirect("declaration_check", public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show every answer once more with the consent; the declaration is submitted from here."""
    given = filing(request, public_id)
    problem = ""
    if request.method == "POST":
        number = request.POST.get("draft_number", "")
        try:
            version = declaring.submit(
                given.declaration,
                consents=request.POST.get("consents") == "yes",
                draft_number=int(number) if number.isdecimal() else -1,
                reason=request.POST.get("reason", ""),
                remark=request.POST.get("remark", ""),
                language=language(),
                actor=given.actor,
            )
        except Refused as refused:
            problem = explain(refused)
        else:
            messages.success(request, gettext("Your declaration is submitted (version %(n)d).") % {"n": version.number})
            return redirect("declaration", public_id)
    context = {**_checked(given), "problem": problem}
    if request.method == "POST":
        context |= {"reason": request.POST.get("reason", ""), "remark": request.POST.get("remark", "")}
    return _show(request, given, "check", context, status=422 if problem else 200)


def _checked(given: Filing) -> dict[str, Any]:
    draft = declaring.draft_of(given.declaration)
    clean, faults = declaring.check(given.declaration, draft)
    wrong = {fault.item for fault in faults}
    latest = given.declaration.latest
    declaring.show_back(
        given.declaration, {one.code for one in given.items if one.masked} & set(draft), actor=given.actor
    )
    shown = {item.code: clean[item.code] for item in given.items if not item.masked}
    changes = differences(declaring.submitted_answers(latest), shown) if latest else ()
    return {
        "said": [
            (words.said(item, clean[item.code], language()), _state(item.code, draft, wrong)) for item in given.items
        ],
        "faults": len(faults),
        "consent": given.policy.declaration_form.consent.text.within(language()),
        "latest": latest,
        "remark": latest.remark if latest else "",
        "open_points": [
            (label(one.kind), [with_periods(fact) for fact in one.facts])
            for one in (() if faults else cross_check.open_points(given.declaration, clean, timezone.now()))
        ],
        "changes": [words.difference(change, given.items, language()) for change in changes],
    }


@never_cache
@require_POST
def take_over(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Fill the items not yet begun from the member's earlier declaration."""
    given = filing(request, public_id)
    try:
        taken = declaring.import_previous(given.declaration, actor=given.actor)
    except Refused as refused:
        messages.error(request, explain(refused))
    else:
        messages.success(
            request, gettext("%(count)d items were taken over. Check each of them.") % {"count": len(taken)}
        )
    return redirect("declaration", public_id)


def _since(given: Filing, one: FormItem) -> Any:
    day = timezone.localdate(given.declaration.case.opened_at)
    return window_start(given.policy.window(one.window), day) if one.window else None


def _faults(given: Filing, one: FormItem, answer: ItemAnswer) -> tuple[AnswerFault, ...]:
    _clean, faults = declaring.check(given.declaration, {one.code: answer})
    return tuple(fault for fault in faults if fault.item == one.code)


def _item_page(
    request: HttpRequest,
    given: Filing,
    one: FormItem,
    answer: ItemAnswer,
    faults: tuple[AnswerFault, ...],
    *,
    problem: str = "",
    table: EntryTable | None = None,
    more: int = 0,
    status: int = 200,
) -> HttpResponse:
    codes = [item.code for item in given.items]
    at = codes.index(one.code)
    context = {
        "item": one,
        "name": one.name.within(language()),
        "help": one.help.within(language()) if one.help else "",
        "why": one.why.within(language()) if one.why else "",
        "example": one.example.within(language()) if one.example else "",
        "since": _since(given, one),
        "forms": ItemForms(one, answer, language=language(), faults=faults, more=more),
        "headings": ", ".join(column.name.within(language()) for column in one.columns),
        "saved": declaring.times_saved(given.declaration, one),
        "place": at + 1,
        "total": len(codes),
        "before": codes[at - 1] if at else "",
        "problem": problem,
        "table": table,
    }
    return _show(request, given, "item", context, status=status)


def _show(
    request: HttpRequest, given: Filing, page: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    case = given.declaration.case
    around = {
        "declaration": given.declaration,
        "person": given.declaration.person,
        "institution": in_language(case.institution.name_ja, case.institution.name_en),
        "holder": holder.organisation.name if (holder := given.declaration.held_by) else "",
        "project": in_language(case.revision.title_ja, case.revision.title_en),
        "form_name": given.policy.declaration_form.name.within(language()),
        "latest": given.declaration.latest,
    }
    return show(request, f"declaration_{page}.html", {**around, **context}, status)
