"""Rules about the route: it has an order, every step can open, and nobody decides alone."""

from duediligence.enums import StepKind
from duediligence.policy import graph
from duediligence.policy.edition import Policy
from duediligence.policy.faults import Faults
from duediligence.policy.steps import MAY_ACT, NEEDED_TO_DECIDE, StepRule


def check_route(policy: Policy, faults: Faults) -> None:
    order = graph.without_strangers(_first_of_each_code(policy))
    _check_order(policy, order, faults)
    _check_some_decision(policy, faults)
    for index, step in enumerate(policy.steps):
        place = f"steps[{index}]"
        _check_references(step, place, order, faults)
        _check_role(step, place, faults)
        if step.kind is StepKind.DECIDE and faults.sound(f"{place}.kind"):
            _check_decision(policy, step, place, order, faults)


def _first_of_each_code(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Return the order as declared; a second step of the same code is a fault already noted."""
    order: dict[str, tuple[str, ...]] = {}
    for step in policy.steps:
        if step.code:
            order.setdefault(step.code, step.after)
    return order


def _check_some_decision(policy: Policy, faults: Faults) -> None:
    kinds = [f"steps[{index}].kind" for index in range(len(policy.steps))]
    decided = any(step.kind is StepKind.DECIDE for step in policy.steps)
    if not decided and faults.readable("steps") and faults.sound(*kinds):
        faults.add("steps", "no_decision")


def _check_order(policy: Policy, order: graph.Graph, faults: Faults) -> None:
    codes = [step.code for step in policy.steps]
    rings = graph.cycles(order)
    for ring in rings:
        position = policy.step(ring[0]).after.index(ring[1])
        place = f"steps[{codes.index(ring[0])}].after[{position}]"
        faults.add(place, "cycle", cycle=" → ".join(ring))
    for code in order:
        before = graph.earlier(order, code)
        blocking = [ring for ring in rings if ring[0] in before]
        if blocking and code not in before:
            faults.add(f"steps[{codes.index(code)}]", "unreachable_step", cycle=" → ".join(blocking[0]))


def _check_references(step: StepRule, place: str, order: graph.Graph, faults: Faults) -> None:
    for index, code in enumerate(step.separate_from):
        if code and code == step.code:
            faults.add(f"{place}.separate_from[{index}]", "separate_from_itself")
    if step.code not in order:
        return
    before = graph.earlier(order, step.code) - {step.code}
    for index, code in enumerate(step.may_return_to):
        if code in order and code not in before:
            faults.add(f"{place}.may_return_to[{index}]", "returns_not_back", value=code)


def _check_role(step: StepRule, place: str, faults: Faults) -> None:
    allowed = MAY_ACT[step.kind]
    if faults.sound(f"{place}.role", f"{place}.kind") and step.role not in allowed:
        words = ", ".join(sorted(allowed))
        faults.add(f"{place}.role", "role_cannot_act", role=step.role, kind=step.kind, allowed=words)


def _check_decision(policy: Policy, step: StepRule, place: str, order: graph.Graph, faults: Faults) -> None:
    """Four eyes and *could not check* are not a policy's to give up."""
    if not step.excludes_author and faults.sound(f"{place}.excludes_author"):
        faults.add(f"{place}.excludes_author", "author_may_decide")
    apart = {other.code for other in policy.steps if step.code in other.separate_from} | {*step.separate_from}
    before = graph.earlier(order, step.code) - {step.code} if step.code in order else frozenset[str]()
    trusted = faults.sound(f"{place}.code", f"{place}.after", f"{place}.separate_from", f"{place}.approvers")
    if trusted and step.approvers == 1 and not apart & before:
        faults.add(f"{place}.separate_from", "no_four_eyes")
    for gate in NEEDED_TO_DECIDE:
        if gate not in step.requires and faults.sound(f"{place}.requires"):
            faults.add(f"{place}.requires", "gate_missing", gate=gate)
