"""What is handed out: files, letters, keys, each made first in the small office."""

from django.core.files.base import ContentFile

from duediligence.domain import api_client, attachment, confirmation, submission
from duediligence.domain.submission import PreparedFile
from duediligence.enums import ConfirmationKind, ConfirmationVerdict
from tests import factories
from tests.duediligence.domain.preparing import Does
from tests.duediligence.domain.world import World
from tests.factories import NOW


def letter(world: World) -> Does:
    answer = confirmation.receive(
        world.step("funder_confirmation"),
        actor=world.before,
        kind=ConfirmationKind.GOVERNMENT,
        verdict=ConfirmationVerdict.CONFIRMED,
        letter=PreparedFile("a.pdf", b"%PDF-1.7 a"),
        now=NOW,
    )
    return lambda actor: confirmation.take_letter(answer, actor=actor)


def sent_file(world: World) -> Does:
    sent = submission.latest_of(world.step("funder_confirmation"))
    assert sent
    return lambda actor: submission.take(sent.files.get(), actor=actor)


def key(world: World) -> Does:
    made = api_client.issue_key(world.client, actor=factories.SYSTEM, scopes=[], now=NOW)[0]
    return lambda actor: api_client.revoke_key(made, actor=actor, now=NOW)


def taking_file(world: World) -> Does:
    kept = attachment.attach(world.case, ContentFile(b"%PDF-1.7 a", name="a.pdf"), actor=world.before, now=NOW)
    return lambda actor: attachment.open_for(kept, actor=actor)
