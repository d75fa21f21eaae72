"""The partner's portal: what opens it, what its officer sees and does, and what stays closed to everybody else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duediligence.admin.portal.attempts import MOST_FAILURES
from duediligence.domain import declaration, partner
from duediligence.domain.actor import Actor
from duediligence.models import Case, Declaration, PartnerConfirmation, PartnerFile, PartnerPart, Person
from tests import declaring, factories, partnering, stories
from tests.beginnings import begun
from tests.duediligence.admin.test_markup import Markup
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=factories.NOW)
FULL = {"result": "done", "institution_risk": "no", "researchers_risk": "no", "reason": "確認した"}
WHO = {"name": "Kari Sample", "office": "Research Compliance Office", "date": "2026-06-01"}


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def invited(case: Case, cast: Cast) -> tuple[PartnerPart, str]:
    return partnering.invited(case, cast)


@pytest.fixture
def part(invited: tuple[PartnerPart, str]) -> PartnerPart:
    return invited[0]


@pytest.fixture
def officer(invited: tuple[PartnerPart, str]) -> Client:
    """Somebody who opened the invitation and never signed in."""
    client = visitor()
    assert client.post(reverse("partner_open", args=[invited[1]])).status_code == 302
    return client


def at(name: str, part: PartnerPart, *more: Any) -> str:
    return reverse(name, args=[part.public_id, *more])


def full(case: Case, **changes: str) -> dict[str, str]:
    saved = str(PartnerPart.objects.get().draft_number)
    told = {f"status_{one.pk}": "submitted" for one in partnering.own_people(case)}
    return {**FULL, **told, "saved": saved, "act": "next", **changes}


def test_the_officer_writes_checks_and_confirms(case: Case, part: PartnerPart, officer: Client) -> None:
    start = told(officer.get(at("partner_part", part)))
    assert "Ada Sample" in start and "見本 一郎" not in start
    assert "Please confirm your part by 15 Jun 2026." in start and "If anything is unclear, ask" in start
    missing = officer.post(at("partner_result", part), {"saved": "0", "act": "next", "reason": "途中"})
    assert (missing.status_code, "Say where the declaration of Ada Sample stands." in told(missing)) == (422, True)
    assert "途中" in told(officer.get(at("partner_result", part)))
    checked = told(officer.post(at("partner_result", part), full(case), follow=True))
    assert "Before you can confirm" not in checked
    number = str(PartnerPart.objects.get().draft_number)
    done = officer.post(at("partner_confirm", part), {**WHO, "draft_number": number}, follow=True)
    assert "Your part is confirmed (version 1)." in told(done)
    assert PartnerConfirmation.objects.get().confirmed_office == "Research Compliance Office"

    again = {**WHO, "draft_number": number, "why_corrected": "再確認"}
    assert "Nothing differs" in told(officer.post(at("partner_confirm", part), again))
    officer.post(at("partner_result", part), full(case, researchers_risk="yes", act="save"))
    again["draft_number"] = str(PartnerPart.objects.get().draft_number)
    assert "(version 2)" in told(officer.post(at("partner_confirm", part), again, follow=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": "2026-06-02"}, "is in the future"),
        ({"name": ""}, "This field is required."),
        ({"office": "\u200b"}, "The name is empty"),
        ({"draft_number": "7"}, "were changed after this page was opened"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_confirmed(
    changes: dict[str, str], words: str, case: Case, part: PartnerPart, officer: Client
) -> None:
    officer.post(at("partner_result", part), full(case))
    answer = officer.post(at("partner_confirm", part), {**WHO, "draft_number": "1", **changes})
    assert (answer.status_code, words in told(answer)) == (422, True)
    assert not PartnerConfirmation.objects.exists()


def test_a_stale_page_keeps_what_was_typed(case: Case, part: PartnerPart, officer: Client) -> None:
    officer.post(at("partner_result", part), full(case, act="save"))
    stale = officer.post(at("partner_result", part), full(case, saved="0", reason="古いページ"))
    assert (stale.status_code, "古いページ" in told(stale), "was saved from another page" in told(stale)) == (
        409,
        True,
        True,
    )


def test_own_people_are_asked_read_and_sent(case: Case, cast: Cast, part: PartnerPart, officer: Client) -> None:
    person = partnering.own_people(case)[0]

    def act(name: str, **data: str) -> str:
        return told(officer.post(at("partner_person_act", part, person.pk, name), data, follow=True))

    assert "Give a valid e-mail address" in act("ask", email="nobody")
    assert "no longer valid" in act("revoke")
    assert "The personal link of Ada Sample" in act("ask", email="ada@partner.example")
    assert officer.get(at("partner_declaration", part, person.pk)).status_code == 404
    given = Declaration.objects.get(person=person)
    member = Actor.of_link(given.links.get(revoked_at=None))
    declaring.file(declaring.fill(given, member), member)
    shown = told(officer.get(at("partner_declaration", part, person.pk)))
    assert "Send it to the lead institution" in shown and "Masked" in shown
    page = at("partner_declaration", part, person.pk)
    refused = officer.post(page, {"reason_code": ""})
    assert (refused.status_code, "Masked: used for" in told(refused)) == (422, True)
    viewed = told(officer.post(page, {"reason_code": "deemed_export_test"}))
    assert "your viewing is recorded" in viewed and "Masked: used for" not in viewed
    assert "Masked: used for" in told(officer.get(page))
    unsent = act("send")
    assert "nothing was sent" in unsent and 'class="notice" data-tone="success"' not in unsent
    assert "is sent to the lead institution" in act("send", sends="yes")
    lead = told(visitor(cast.reviewer).get(reverse("admin:case_declaration", args=[case.reference, person.pk])))
    assert "見本" in lead
    assert "The link opens nothing any more." in act("revoke")
    assert officer.post(at("partner_person_act", part, person.pk, "x")).status_code == 404


def test_files_come_with_the_result_and_go_to_the_lead_when_it_is_confirmed(
    case: Case, cast: Cast, part: PartnerPart, officer: Client
) -> None:
    def save(**given: Any) -> Any:
        saved = PartnerPart.objects.get(pk=part.pk).draft_number
        words = {"saved": saved, "reason": "自機関の確認", "act": "save"}
        return officer.post(at("partner_result", part), {**words, **given}, follow=True)

    paper = SimpleUploadedFile("記録.pdf", b"%PDF-1.7 record")
    kept = save(attachment=paper)
    file = PartnerFile.objects.get()
    own, lead = at("partner_file", part, file.pk), reverse("admin:case_partner_file", args=[case.reference, file.pk])
    reader = visitor(cast.auditor)
    before = reader.get(lead).status_code
    false = save(attachment=SimpleUploadedFile("x.pdf", b"MZ\x90\x00\x03"), reason="書きかけ")

    assert "Saved. You can go on later." in told(kept) and own in told(kept)
    assert (officer.get(own).content, before) == (b"%PDF-1.7 record", 404)
    assert (false.status_code, "none of the sorts of file" in told(false)) == (422, True)
    assert "書きかけ" in PartnerPart.objects.get(pk=part.pk).draft["reason"]

    by = Actor.of_partner(part.links.get(revoked_at=None))
    partnering.confirm(partnering.drafted(part, by), by)
    answer = reader.get(lead)
    listed = told(reader.get(reverse("admin:case_partners", args=[case.reference])))
    assert (answer.content, answer["Content-Disposition"][:10]) == (b"%PDF-1.7 record", "attachment")
    assert lead in listed and own in told(officer.get(at("partner_part", part)))
    author = visitor(cast.submitter)
    assert file.name not in told(author.get(reverse("admin:case_partners", args=[case.reference])))
    assert author.get(lead).status_code == 403
    gone = save(taken_out=[file.pk], act="next")
    assert "Take out" not in told(gone)
    assert officer.get(at("partner_file", part, 10**6)).status_code == 404


def test_the_partners_own_people_are_told_by_when_and_whom_to_ask(case: Case, part: PartnerPart) -> None:
    by = Actor.of_partner(part.links.get(revoked_at=None))
    (person, *_more) = partnering.own_people(case)
    _asked, token = declaration.ask(case, person, actor=by, now=factories.NOW)

    page = told(visitor().get(reverse("declaration_open", args=[token]), follow=True))

    assert "Please submit it by 15 Jun 2026." in page
    assert f"If anything is unclear, ask {part.officer_name}." in page


def test_another_persons_declaration_is_nothing_to_the_partner(case: Case, part: PartnerPart, officer: Client) -> None:
    lead = case.revision.memberships.get(role="pi").person
    declaring.declared(case, lead)
    assert officer.get(at("partner_declaration", part, lead.pk)).status_code == 404
    assert officer.post(at("partner_person_act", part, lead.pk, "ask"), {"email": "x@y.example"}).status_code == 404
    assert Person.objects.filter(declarations__held_by=part).count() == 0


PAGES = ["partner_part", "partner_result", "partner_confirm"]


@pytest.mark.parametrize("who", ["anonymous", "reviewer", "stranger"])
def test_without_the_invitation_there_is_nothing(who: str, case: Case, cast: Cast, part: PartnerPart) -> None:
    client = visitor(None if who == "anonymous" else getattr(cast, who))
    person = partnering.own_people(case)[0].pk
    paths = [at(name, part) for name in PAGES]
    paths += [at("partner_declaration", part, person), at("partner_person_act", part, person, "send")]
    answers = [answer.status_code for path in paths for answer in (client.get(path), client.post(path))]
    assert set(answers) <= {404, 405}


@pytest.mark.parametrize("spoil", ["revoked", "renewed", "left"])
def test_a_session_ends_with_its_invitation(
    spoil: str, case: Case, cast: Cast, part: PartnerPart, officer: Client
) -> None:
    if spoil == "revoked":
        partner.revoke(part, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    elif spoil == "renewed":
        partnering.invited(case, cast)
    else:
        stories.revise(case, cast)
    assert {officer.get(at(name, part)).status_code for name in PAGES} == {404}


def test_the_address_tells_nothing_of_a_token(invited: tuple[PartnerPart, str], cast: Cast) -> None:
    client = visitor()
    real, wrong = (reverse("partner_open", args=[token]) for token in (invited[1], "nonsense"))
    first, second = client.get(real), client.get(wrong)
    pages = [
        [line for line in told(answer).replace(token, "").splitlines() if "csrf" not in line.lower()]
        for answer, token in ((first, invited[1]), (second, "nonsense"))
    ]
    assert pages[0] == pages[1]
    assert PartnerPart.objects.get().opened_at is None
    refused = [client.post(wrong), visitor(cast.reviewer).post(real)]
    assert [(one.status_code, "Open your personal link again" in told(one)) for one in refused] == [(404, False)] * 2
    assert "This link is no longer valid" in told(refused[0])
    assert (first["Referrer-Policy"], "noindex" in told(first), "no-store" in first["Cache-Control"]) == (
        "same-origin",
        True,
        True,
    )
    assert "script-src 'self'" in first["Content-Security-Policy"]


def test_the_invitation_of_an_institution_that_left_is_not_offered(
    case: Case, invited: tuple[PartnerPart, str], cast: Cast
) -> None:
    address = reverse("partner_open", args=[invited[1]])
    assert "Open the invitation" in told(visitor().get(address))
    stories.revise(case, cast)
    shown = visitor().get(address)
    assert "part in this research project has ended" in told(shown)
    assert (shown.status_code, "Open the invitation" in told(shown)) == (404, False)


@pytest.mark.parametrize("name", ["partner_open", "declaration_open"])
def test_whoever_guesses_is_shut_out_for_a_while(name: str, invited: tuple[PartnerPart, str], settings: Any) -> None:
    client = visitor()
    wrong = reverse(name, args=["nonsense"])

    def tried(**headers: str) -> int:
        visit = client.post if name == "partner_open" else client.get
        return int(visit(wrong, headers=headers).status_code)

    assert {tried() for _number in range(MOST_FAILURES)} == {404}
    assert tried() == 429
    shut = client.post(reverse("partner_open", args=[invited[1]]))
    assert (shut.status_code, shut["Retry-After"]) == (429, "600")
    settings.BEHIND_PROXY = True
    assert tried(**{"x-forwarded-for": "198.51.100.7, 203.0.113.9"}) == 404


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_are_sound(
    language: str, case: Case, part: PartnerPart, officer: Client, invited: tuple[PartnerPart, str]
) -> None:
    officer.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    officer.post(at("partner_result", part), full(case, act="save"))
    paths = [at(name, part) for name in PAGES] + [reverse("partner_open", args=[invited[1]])]
    faults = {path: Markup(told(officer.get(path))).faults for path in paths}
    assert {path: found for path, found in faults.items() if found} == {}
