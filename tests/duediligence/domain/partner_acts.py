"""The acts about partner institutions, for the table of who may do what."""

from collections.abc import Callable, Mapping

from django.core.files.base import ContentFile

from duediligence.domain import partner, partner_files, partner_part, partner_people
from duediligence.domain.actor import Actor
from duediligence.domain.party import OrganisationInput
from duediligence.enums import MemberRole
from duediligence.models import Case, PartnerFile, PartnerPart
from tests import factories, partnering, stories
from tests.duediligence.domain.preparing import Does
from tests.duediligence.domain.world import WHY, World
from tests.factories import NOW

PAPER = ContentFile(b"%PDF-1.7 record", name="record.pdf")


def with_partner(world: World) -> Case:
    """A case of the designated programme with one person of a partner institution."""
    theirs = factories.member(
        "Ada Sample", role=MemberRole.PARTICIPANT, affiliation=OrganisationInput(partnering.NAME, "NO")
    )
    return stories.screened(
        factories.case(
            world.cast.submitter,
            into=world.designated.proposal.programme,
            title_ja="海の観測",
            members=(factories.member(), theirs),
            parties=(factories.partner(partnering.NAME, country="NO"),),
        )
    )


def inviting(world: World) -> Does:
    case = with_partner(world)
    return lambda actor: partnering.invited(case, world.cast, actor=actor)


def not_asking(world: World) -> Does:
    case = with_partner(world)
    of = partnering.organisation(case)
    return lambda actor: partner.do_not_ask(case, of, reason=WHY, actor=actor, now=NOW)


def asking_after_all(world: World) -> Does:
    case = with_partner(world)
    part = partner.do_not_ask(case, partnering.organisation(case), reason=WHY, actor=world.before, now=NOW)
    return lambda actor: partner.ask_after_all(part, actor=actor)


def on_part(act: Callable[[PartnerPart, Actor], object]) -> Callable[[World], Does]:
    """Open the invitation and write a draft, have somebody file; then act."""

    def prepared(world: World) -> Does:
        part, officer = partnering.opened(with_partner(world), world.cast)
        partnering.held_declaration(part.case, partnering.own_people(part.case)[0], officer)
        partnering.drafted(part, officer)
        return lambda actor: act(PartnerPart.objects.get(pk=part.pk), actor)

    return prepared


def on_file(act: Callable[[PartnerFile, Actor], object]) -> Callable[[World], Does]:
    """Put a file with the result and confirm it; then act."""

    def prepared(world: World) -> Does:
        part, officer = partnering.opened(with_partner(world), world.cast)
        partnering.drafted(part, officer)
        file = partner_files.attach(part, PAPER, actor=officer, now=NOW)
        partnering.confirm(part, officer)
        return lambda actor: act(PartnerFile.objects.get(pk=file.pk), actor)

    return prepared


PARTNER_ACTS: Mapping[str, Callable[[World], Does]] = {
    "partner.ask_after_all": asking_after_all,
    "partner.do_not_ask": not_asking,
    "partner.invite": inviting,
    "partner.revoke": on_part(lambda part, actor: partner.revoke(part, actor=actor, now=NOW)),
    "partner_files.attach": on_part(lambda part, a: partner_files.attach(part, PAPER, actor=a, now=NOW)),
    "partner_files.take": on_file(lambda file, a: partner_files.take(file, actor=a, now=NOW)),
    "partner_files.take_out": on_file(lambda file, a: partner_files.take_out(file.part, file.pk, actor=a, now=NOW)),
    "partner_part.confirm": on_part(partnering.confirm),
    "partner_part.save_draft": on_part(
        lambda part, a: partner_part.save_draft(
            part, partnering.result(part.case), saved=part.draft_number, actor=a, now=NOW
        )
    ),
    "partner_people.read": on_part(
        lambda part, a: partner_people.read(part, partnering.own_people(part.case)[0], actor=a, now=NOW)
    ),
    "partner_people.view_masked": on_part(
        lambda part, a: partner_people.view_masked(
            part,
            partnering.own_people(part.case)[0],
            number=1,
            actor=a,
            reason_code="deemed_export_test",
            now=NOW,
        )
    ),
    "partner_people.send": on_part(
        lambda part, a: partner_people.send(part, partnering.own_people(part.case)[0], actor=a, now=NOW)
    ),
}
