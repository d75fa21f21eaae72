"""Plain data in, a policy or every reason against it out."""

from collections.abc import Collection, Mapping
from typing import Any

from duediligence.policy.check_conditions import check_conditions
from duediligence.policy.check_fairness import check_fairness
from duediligence.policy.check_parts import check_parts
from duediligence.policy.check_route import check_route
from duediligence.policy.edition import Policy
from duediligence.policy.faults import Fault, Faults, PolicyRefused
from duediligence.policy.reader import Reader


def parse_policy(data: Mapping[str, Any], *, installed_lists: Collection[str] | None = None) -> Policy:
    """Return the policy that the data describes.

    ``installed_lists`` are the codes of the watch lists and technology lists of this installation; without
    them the codes of bindings are not checked. Raises ``PolicyRefused`` with every fault.
    """
    policy, faults = read_policy(data, installed_lists=installed_lists)
    if faults:
        raise PolicyRefused(faults)
    return policy


def check_policy(data: Mapping[str, Any], *, installed_lists: Collection[str] | None = None) -> list[Fault]:
    """Return every fault of the data by its place, none when it is a policy."""
    return list(read_policy(data, installed_lists=installed_lists)[1])


def read_policy(
    data: Mapping[str, Any], *, installed_lists: Collection[str] | None = None
) -> tuple[Policy, tuple[Fault, ...]]:
    """Return the policy as far as it can be read, and every fault: what a draft in the making is shown as."""
    faults = Faults()
    policy = Reader(faults).read(Policy, data)
    check_route(policy, faults)
    check_conditions(policy, faults)
    check_parts(policy, faults)
    if installed_lists is not None:
        _check_installed(policy, installed_lists, faults)
    check_fairness(data, faults)
    return policy, faults.in_order()


def _check_installed(policy: Policy, installed: Collection[str], faults: Faults) -> None:
    for name in ("list_bindings", "technology_bindings"):
        for index, binding in enumerate(getattr(policy, name)):
            place = f"{name}[{index}].list_code"
            if binding.list_code not in installed and faults.sound(place):
                faults.add(place, "unknown_list", value=binding.list_code)
