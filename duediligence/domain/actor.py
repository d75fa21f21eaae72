"""Who acts: a signed-in user, a funder's program, a member or partner's officer by link, or the system itself."""

from dataclasses import dataclass

from duediligence.models import ApiClient, DeclarationLink, PartnerLink, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Handed to every domain function; its ``label`` is what the audit log keeps."""

    label: str
    user: User | None = None
    client: ApiClient | None = None
    link: DeclarationLink | None = None
    partner: PartnerLink | None = None
    request_id: str = ""

    @property
    def comes_from_outside(self) -> bool:
        """Whether a person or a program acts, and not the installation's own tasks and commands."""
        return bool(self.user or self.client or self.link or self.partner)

    @classmethod
    def of_user(cls, user: User, request_id: str = "") -> "Actor":
        return cls(label=f"user:{user.username}", user=user, request_id=request_id)

    @classmethod
    def of_client(cls, client: ApiClient, request_id: str = "") -> "Actor":
        return cls(label=f"client:{client.funder.code}/{client.name}", client=client, request_id=request_id)

    @classmethod
    def of_link(cls, link: DeclarationLink, request_id: str = "") -> "Actor":
        return cls(label=f"link:{link.pk}", link=link, request_id=request_id)

    @classmethod
    def of_partner(cls, link: PartnerLink, request_id: str = "") -> "Actor":
        return cls(label=f"partner:{link.pk}", partner=link, request_id=request_id)

    @classmethod
    def of_system(cls, task: str) -> "Actor":
        return cls(label=f"system:{task}")
