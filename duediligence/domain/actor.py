"""Who acts: a signed-in user, a funder's program, the holder of a personal link, or the system itself."""

from dataclasses import dataclass

from duediligence.models import ApiClient, DeclarationLink, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Handed to every domain function; its ``label`` is what the audit log keeps."""

    label: str
    user: User | None = None
    client: ApiClient | None = None
    link: DeclarationLink | None = None
    request_id: str = ""

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
    def of_system(cls, task: str) -> "Actor":
        return cls(label=f"system:{task}")
