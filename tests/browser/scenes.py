"""What the photographs show beside the demonstration's stories: full pages, drafts under way, links to the portals."""

import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duediligence.domain import (
    attachment,
    case_record,
    cross_check,
    declaration,
    delegation,
    joining,
    lexicon,
    lists,
    monitoring,
    partner,
    partner_part,
    policy,
    technology_edition,
    watch_list,
)
from duediligence.domain.actor import Actor
from duediligence.domain.case_record import RecordInput
from duediligence.domain.party import OrganisationInput
from duediligence.enums import MemberRole, PartyRole, RecordKind, RecordVisibility, Role
from duediligence.management.demo.declaring import declare
from duediligence.models import Case, PartnerLink, PartnerPart, PolicyEdition, Programme, User
from screening import runs
from screening.importers.files import SourceFile, SourceFiles
from screening.lists.load import EditionDates
from screening.models import ListSource
from tests import factories
from tests.duediligence.admin.technology import HEAD
from tests.screening.technology import small

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaften"
MEMBERS = 60
LISTED = 40
NOTE = "連絡の内容と、その後の扱いを記録する。見本の文章であり、実在の人物・機関とは関係がない。"


def user(name: str) -> User:
    return User.objects.get(username=name)


def stage() -> None:
    """Add everything to the demonstration office."""
    with TemporaryDirectory() as folder:
        _lists(Path(folder))
        _technology(Path(folder))
    _policies()
    _crowd()
    _busy()


def crowded() -> Case:
    return Case.objects.get(revision__title_ja__startswith="六十名")


def busy() -> Case:
    return Case.objects.get(revision__title_ja="極限環境下の軽量耐熱材料の設計")


def _lists(folder: Path) -> None:
    """A watch list of many names in force, one row of the next; and an upload that nobody has applied."""
    office = user("officer").institution
    assert office
    keeper, today = Actor.of_user(user("officer")), timezone.localdate()
    rows = [f"crowd-{number},person,Mihon Number{number},,ZZ" for number in range(LISTED)]
    rows.append(f"crowd-long,organization,{LONG},,ZZ")
    factories.watch_list(folder, "\n".join(rows), code="own", owner_ref=lists.owner_key(office), issued=today)
    watch_list.put(office, "", {"kind": "organization", "name": "Placeholder Works", "country": "SG"}, actor=keeper)
    watch_list.put(office, "", {"kind": "organization", "name": LONG, "country": "ZZ"}, actor=keeper)
    uploaded = folder / "list.csv"
    kept = Path("fixtures/lists/jp_meti_eul.csv").read_text(encoding="utf-8").splitlines()
    columns = kept[0].count(",")
    new = ",".join(["placeholder", "organization", "Placeholder Institute of Samples", *[""] * (columns - 2)])
    uploaded.write_text("\n".join([*kept[:-2], new]), encoding="utf-8")
    source = ListSource.objects.get(code="jp_meti_eul", owner_ref="")
    lists.load(source, SourceFiles.at(uploaded), actor=keeper, dates=EditionDates(today, today))


def _technology(folder: Path) -> None:
    keeper = Actor.of_user(user("admin"))
    words = lexicon.begin(actor=keeper)
    lexicon.load(words, f"{HEAD}\nwaltz,円舞曲,Waltz,JP20:JP20-09=1,円舞曲,ja,3,include,no".encode(), actor=keeper)
    path = folder / "areas.json"
    path.write_text(json.dumps(small.list_data(areas=[small.area_row("L-1"), small.area_row("L-2")])))
    technology_edition.bring(SourceFile(path, "areas.json"), list_code="", actor=keeper)


def _policies() -> None:
    """An edition in force that open cases do not have yet, and a draft of the next."""
    admin = user("admin")
    office, drafter = admin.institution, Actor.of_user(admin)
    assert office
    present = PolicyEdition.objects.get(code="jp-manual", status="published")
    steps = [{**step, "due_working_days": 7} for step in present.content["steps"]]
    for number in (2, 3):
        content = {**present.content, "edition": f"{present.edition}-{number}", "steps": steps}
        made = policy.draft(content, institution=office, actor=drafter)
        if number == 2:
            policy.publish(made, actor=Actor.of_user(user("admin2")))


def _crowd() -> None:
    """A case of sixty members with long names, of whom many are listed and all have declared."""
    employer = OrganisationInput(LONG, "ZZ")
    members = tuple(
        factories.member(
            f"Mihon Number{number}" if number else LONG,
            role=MemberRole.PARTICIPANT if number else MemberRole.PI,
            affiliation=employer if number % 3 else None,
        )
        for number in range(MEMBERS)
    )
    made = factories.case(
        user("researcher"),
        into=Programme.objects.get(code="kakuu-key-2026"),
        now=timezone.now(),
        title_ja="六十名が加わる" + "とても長い題名の" * 8 + "研究",
        title_en=f"A study of sixty members and {LONG}",
        members=members,
        parties=(factories.partner(LONG, country="ZZ"), factories.partner("架空研究所", country="JP")),
    )
    _screened(made)
    declare(made, {}, user("officer"), timezone.now())
    made.refresh_from_db()
    _screened(made)


def _screened(case: Case) -> None:
    case.refresh_from_db()
    if case.current_run and case.current_run.is_live:
        monitoring.act_on(runs.work(case.current_run.pk), actor=factories.SYSTEM)
    case.refresh_from_db()


def _busy() -> None:
    """Everything that a case can carry: records, sources, files, a newcomer, a lent role, portals in use."""
    case, today = busy(), timezone.localdate()
    officer = Actor.of_user(user("officer"))
    for kind, title in (
        (RecordKind.NOTE, "電話の覚え書き"),
        (RecordKind.CONSULTATION, "ワンストップ窓口への相談"),
        (RecordKind.INCIDENT, "持ち出しの疑い"),
    ):
        given = RecordInput(kind, title, NOTE, today, RecordVisibility.OFFICE)
        case_record.add(case, given, actor=officer)
    source = cross_check.consult(
        case, title=f"登記 {LONG}", address=f"https://register.example/{LONG}", consulted_date=today, actor=officer
    )
    paper = ContentFile(b"%PDF-1.7\n%%EOF\n", name=f"{LONG}.pdf")
    attachment.attach(case, paper, actor=officer, about=source)
    attachment.attach(case, ContentFile(b"%PDF-1.7\n1\n%%EOF\n", name="letter.pdf"), actor=officer)
    newcomer = factories.member("見本 二郎", role=MemberRole.PARTICIPANT)
    joining.request(case, newcomer, actor=officer, reason="実験を分担するため")
    _screened(case)
    delegation.delegate(
        from_user=user("vice-president"),
        to_user=user("officer2"),
        role=Role.DECISION_MAKER,
        from_date=today,
        until_date=today + dt.timedelta(days=7),
        reason="出張のため",
        actor=Actor.of_user(user("vice-president")),
    )


def member_session() -> tuple[str, str]:
    """Return the address of a declaration that was begun, and the session that its link opened."""
    case = busy()
    person = case.joinings.get().person
    _asked, token = declaration.ask(case, person, actor=Actor.of_user(user("officer")))
    client = Client()
    client.get(reverse("declaration_open", args=[token]))
    return reverse("declaration", args=[_asked.public_id]), client.cookies["sessionid"].value


def partner_session() -> tuple[PartnerPart, str]:
    """Return the part of the crowd's partner with something written, and the session that its invitation opened."""
    case = crowded()
    organisation = case.revision.parties.filter(role=PartyRole.PARTNER, organisation__name=LONG)[0].organisation
    part, token = partner.invite(
        case,
        organisation,
        officer_name="Kari Sample",
        email="kari@partner.example",
        actor=Actor.of_user(user("officer")),
    )
    session = _opened(token)
    link = PartnerLink.objects.get(part=part, revoked_at=None)
    told = {one.person_id: partner_part.Told("submitted") for one in partner_part.members_of(part)}
    given = partner_part.PartnerResult("done", "", "no", "no", "自機関の手続により確認した", told)
    partner_part.save_draft(part, given, saved=part.draft_number, actor=Actor.of_partner(link))
    return part, session


def confirmed_partner_session() -> tuple[PartnerPart, str]:
    """Return a part that its institution has confirmed, and the session of an officer who comes back to it."""
    confirmed = PartnerPart.objects.filter(confirmations__isnull=False).order_by("pk")[0]
    officer = Actor.of_user(user("officer"))
    part, token = partner.invite(
        confirmed.case, confirmed.organisation, officer_name="Kari Sample", email="kari@partner.example", actor=officer
    )
    return part, _opened(token)


def newcomer() -> User:
    """Return the only person of an office that has recorded nothing yet, who may do everything there."""
    roles = (Role.OFFICE_ADMIN, Role.SECURITY_OFFICER, Role.DEPARTMENT_OFFICER, Role.AUDITOR)
    return factories.user(factories.institution("empty"), *roles, username="newcomer")


def _opened(token: str) -> str:
    client = Client()
    client.post(reverse("partner_open", args=[token]))
    return client.cookies["sessionid"].value
