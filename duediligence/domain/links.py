"""Personal links: made once, shown once, known again by their digest."""

import hashlib
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from duediligence.errors import LinkNotValid


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One sort of link. A token of one sort is none of another."""

    salt: str

    def make(self) -> tuple[str, str]:
        """Return a new token and the digest to keep of it."""
        token = Signer(salt=self.salt).sign(secrets.token_urlsafe(32))
        return token, _digest(token)

    def digest(self, token: str) -> str:
        """Return the digest of a token of ours. Raises ``LinkNotValid`` for any other text."""
        try:
            Signer(salt=self.salt).unsign(token)
        except BadSignature:
            raise LinkNotValid from None
        return _digest(token)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


DECLARATION = LinkKind("duediligence.declaration-link")
PARTNER = LinkKind("duediligence.partner-link")
