"""Which addresses may be asked for a list: public ones, over TLS, always at the host that was named."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

_INSIDE = frozenset({"localhost", "local", "internal", "intranet", "lan", "home"})


class FetchFailed(Exception):  # noqa: N818 - an answer of the world, not a malfunction
    """A list could not be fetched. ``code`` is stable, ``detail`` says what was found.

    ``may_pass`` says whether trying again may help, ``retry_after`` after how many seconds if the server said so.
    """

    def __init__(self, code: str, detail: str = "", *, may_pass: bool = False, retry_after: float = 0.0) -> None:
        self.code, self.detail, self.may_pass, self.retry_after = code, detail, may_pass, retry_after
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: where to connect, and the host that certificate and request must name.

    ``connect_to`` is the one network address that was checked; asking for the name again could give another. Behind a
    proxy it is empty: the proxy looks the name up.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str
    connect_to: str
    proxy: str


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What may be asked. The defaults are for publishers on the internet."""

    needs_tls: bool = True
    public_only: bool = True
    honours_proxies: bool = True


def target(url: str, rules: AddressRules) -> Target:
    """Check an address and look its host up. Raises ``FetchFailed``."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
        raise FetchFailed("bad_address", url)
    if rules.needs_tls and parts.scheme != "https":
        raise FetchFailed("not_encrypted", url)
    port = _port(parts)
    proxy = _proxy(parts) if rules.honours_proxies else ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if proxy:
        _refuse_private_literal(parts.hostname, rules)
        return Target(url, parts.scheme, parts.hostname, port, path, "", proxy)
    return Target(url, parts.scheme, parts.hostname, port, path, _looked_up(parts.hostname, port, rules), "")


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise FetchFailed("bad_address", parts.geturl()) from error


def _proxy(parts: SplitResult) -> str:
    found = getproxies().get(parts.scheme, "")
    return "" if not found or proxy_bypass(parts.hostname or "") else found


def _looked_up(host: str, port: int, rules: AddressRules) -> str:
    """Return one network address of the host. One private address among several is enough to refuse the host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed("host_unknown", host, may_pass=True) from error
    addresses = [str(entry[4][0]) for entry in found]
    if rules.public_only and (inside := [address for address in addresses if not is_public(address)]):
        raise FetchFailed("private_address", f"{host} → {inside[0]}")
    return addresses[0]


def _refuse_private_literal(host: str, rules: AddressRules) -> None:
    try:
        inside = not is_public(host)
    except ValueError:
        inside = "." not in host or host.rpartition(".")[2] in _INSIDE
    if inside and rules.public_only:
        raise FetchFailed("private_address", host)


def is_public(address: str) -> bool:
    """Whether a network address is on the internet. Raises ``ValueError`` for what is none."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_global and not parsed.is_multicast
