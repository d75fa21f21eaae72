"""Rules about single parts: dates, thresholds, source marks, the form, and what must be covered."""

from dataclasses import fields, is_dataclass

from duediligence.enums import Judgement
from duediligence.policy.bindings import Thresholds
from duediligence.policy.check_cover import check_covered
from duediligence.policy.edition import Policy
from duediligence.policy.faults import Faults
from duediligence.policy.form import DEEMED_EXPORT_ITEMS, ColumnType, FormItem
from duediligence.policy.keeping import KeptRecord, Recheck
from duediligence.policy.shapes import within
from duediligence.policy.text import Mark, Source, SourceMark


def check_parts(policy: Policy, faults: Faults) -> None:
    _check_dates(policy, faults)
    sources = {
        source.code: source for index, source in enumerate(policy.sources) if faults.sound(f"sources[{index}].mark")
    }
    _check_marks(policy, "", sources, faults)
    for index, binding in enumerate(policy.list_bindings):
        place = f"list_bindings[{index}].thresholds"
        _check_thresholds(binding.thresholds.person, f"{place}.person", faults)
        _check_thresholds(binding.thresholds.organization, f"{place}.organization", faults)
    _check_form(policy.declaration_form.items, faults)
    check_covered([kept.record for kept in policy.retention], KeptRecord, "retention", "record", faults)
    rechecks = [interval.recheck for interval in policy.intervals]
    check_covered(rechecks, Recheck, "intervals", "recheck", faults)
    judgements = [reason.judgement for reason in policy.reason_codes]
    check_covered(judgements, Judgement, "reason_codes", "judgement", faults)


def _check_dates(policy: Policy, faults: Faults) -> None:
    late = policy.effective_on < policy.issued_on
    if late and faults.sound("issued_on", "effective_on"):
        issued, effective = policy.issued_on.isoformat(), policy.effective_on.isoformat()
        faults.add("effective_on", "effective_before_issued", issued=issued, effective=effective)


def _check_marks(part: object, path: str, sources: dict[str, Source], faults: Faults) -> None:
    """Visit every part: a mark that says *it is written there* must name where."""
    if isinstance(part, SourceMark):
        _check_mark(part, path, sources, faults)
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            _check_marks(item, f"{path}[{index}]", sources, faults)
    elif is_dataclass(part):
        for item in fields(part):
            _check_marks(getattr(part, item.name), within(path, item.name), sources, faults)


def _check_mark(part: SourceMark, path: str, sources: dict[str, Source], faults: Faults) -> None:
    if part.mark in {Mark.OWN, Mark.INFERRED} or not faults.sound(f"{path}.mark", f"{path}.ref"):
        return
    if part.ref is None:
        faults.add(f"{path}.ref", "mark_needs_source", mark=part.mark)
    elif part.ref in sources and part.mark is not sources[part.ref].mark:
        found = sources[part.ref].mark
        faults.add(f"{path}.mark", "mark_not_borne_out", mark=part.mark, ref=part.ref, found=found)


def _check_thresholds(thresholds: Thresholds, path: str, faults: Faults) -> None:
    if thresholds.possible > thresholds.strong and faults.sound(path):
        possible, strong = thresholds.possible, thresholds.strong
        faults.add(f"{path}.possible", "possible_above_strong", possible=possible, strong=strong)


def _check_form(items: tuple[FormItem, ...], faults: Faults) -> None:
    numbers: set[int] = set()
    for index, item in enumerate(items):
        place = f"declaration_form.items[{index}]"
        if item.number in numbers and faults.sound(f"{place}.number"):
            faults.add(f"{place}.number", "duplicate", value=item.number)
        numbers.add(item.number)
        _check_mask(item, place, faults)
        for number, column in enumerate(item.columns):
            spot = f"{place}.columns[{number}]"
            if not faults.sound(f"{spot}.type", f"{spot}.choices"):
                continue
            if column.type is ColumnType.CHOICE and not column.choices:
                faults.add(f"{spot}.choices", "column_needs_choices")
            if column.type is not ColumnType.CHOICE and column.choices:
                faults.add(f"{spot}.choices", "choices_not_used")


def _check_mask(item: FormItem, place: str, faults: Faults) -> None:
    if not faults.sound(f"{place}.code", f"{place}.masked"):
        return
    if item.code in DEEMED_EXPORT_ITEMS and not item.masked:
        faults.add(f"{place}.masked", "must_be_masked", value=item.code)
    if item.masked and item.code not in DEEMED_EXPORT_ITEMS:
        allowed = ", ".join(sorted(DEEMED_EXPORT_ITEMS))
        faults.add(f"{place}.masked", "only_masked_here", allowed=allowed)
