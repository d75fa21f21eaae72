"""Drafts of the lexicon: own terms, what they would do, and the second person."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from duediligence import errors
from duediligence.domain import lexicon, technology
from duediligence.domain.actor import Actor
from duediligence.enums import AreaJudgement
from duediligence.models import AuditEvent, Case, User
from screening.enums import PublicationStatus
from screening.lists import lexicon as lexicons
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.models import LexiconDraft, LexiconEdition
from screening.technology.effect import Agreement, LevelChange
from screening.technology.lexicon import Term, TermKind, parse_lexicon
from screening.technology.lexicon_file import lexicon_to_file
from screening.technology.lexicon_table import COLUMNS
from screening.technology.score import TechnologyLevel
from tests import factories
from tests.duediligence.domain.test_technology import binding
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db
HEAD = ",".join(COLUMNS)
HISTORY_ROW = "quantum,量子,Quantum,L:L-1-01=1 L:L-2=0.5,量子鍵配送史,ja,1,exclude,no"
WALTZ_ROW = "waltz,円舞曲,Waltz,L:L-3=1,円舞曲,ja,3,include,no"
LISTS = [small.area_row(code) for code in ("L-1-01", "L-2", "L-3")]


@pytest.fixture(autouse=True)
def _published() -> None:
    take_technology_list(small.list_data(areas=LISTS), now=factories.NOW)
    take_lexicon(small.lexicon_data(small.QUANTUM), now=factories.NOW)


def draft_of(by: User, *rows: str) -> LexiconDraft:
    draft = lexicon.begin(actor=Actor.of_user(by), now=factories.NOW)
    return lexicon.load(draft, "\n".join([HEAD, *rows]).encode(), actor=Actor.of_user(by))


def file_of(draft: LexiconDraft, kind: str = "csv") -> bytes:
    return lexicon_to_file(lexicons.own_terms(draft.local), kind)


def publish(draft: LexiconDraft, by: User, reason: str = "却下が続いたため") -> LexiconEdition:
    return lexicon.publish(draft, actor=Actor.of_user(by), reason=reason, now=factories.NOW)


def case(cast: Cast, title: str) -> Case:
    return factories.case(cast.submitter, title_ja=title, title_en="", abstract_ja="")


def judge(of: Case, cast: Cast, judgement: AreaJudgement) -> None:
    technology.judge_area(
        of, list_code="L", area_code="L-1-01", judgement=judgement, reason="理由", actor=Actor.of_user(cast.reviewer)
    )


def test_without_a_lexicon_there_is_nothing_to_begin_from(cast: Cast) -> None:
    LexiconEdition.objects.update(status=PublicationStatus.RETIRED)

    with pytest.raises(errors.NoLexicon):
        lexicon.begin(actor=Actor.of_user(cast.reviewer), now=factories.NOW)


def test_one_draft_is_open_at_a_time(cast: Cast) -> None:
    draft = lexicon.begin(actor=Actor.of_user(cast.reviewer))
    assert lexicon.begin(actor=Actor.of_user(cast.admin)) == draft
    assert AuditEvent.objects.filter(verb="lexicon.draft_begun").count() == 1
    assert str(draft).startswith("t1 ")


def test_own_terms_go_out_and_come_back_in_every_format(cast: Cast) -> None:
    draft = draft_of(cast.reviewer, WALTZ_ROW)
    assert file_of(draft).decode("utf-8-sig").splitlines() == [HEAD, WALTZ_ROW]
    for kind in ("xlsx", "json"):
        again = lexicon.load(draft, file_of(draft, kind), actor=Actor.of_user(cast.reviewer))
        assert again.local == draft.local
    emptied = lexicon.load(draft, HEAD.encode(), actor=Actor.of_user(cast.reviewer))
    assert (emptied.local, file_of(emptied).decode("utf-8-sig").splitlines()) == ({}, [HEAD])


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"a,b\n", "row 1: the heading must be"),
        ("円".encode("cp932"), "neither a workbook nor UTF-8"),
        (b"PK broken", "not an XLSX workbook"),
        (f"{HEAD}\nquantum,量子,Quantum,,量子鍵配送,ja,1,include,no".encode(), "ships in this concept"),
        (f"{HEAD}\nown,独,Own,,語,ja,1,exclude,yes".encode(), "can be case-sensitive"),
        (f"{HEAD}\nown,独,Own,,語,ja,1,include,yes".encode(), "can be case-sensitive"),
        (f"{HEAD}\nown,独,Own,,=1+1,en,1,include,no".encode(), "begins with a letter"),
        (f"{HEAD}\nown,独,Own,L:L-9=1,語,ja,1,include,no".encode(), "no published list has this area"),
        (f"{HEAD}\nown,独,Own,M:L-1=1,語,ja,1,include,no".encode(), "no published list has this area"),
        (f"{HEAD}\na/b,独,Own,,語,ja,1,include,no".encode(), "a code has Latin letters"),
        (f"{HEAD}\nown,=1,Own,,語,ja,1,include,no".encode(), "begins with a letter"),
        (f"{HEAD}\n{'x' * 200_000}".encode(), "this is not a CSV table"),
        (b'{"concepts": ', "this is not JSON"),
        (b'{"concepts": [{"code": "own"}]}', "a text is needed"),
    ],
)
def test_a_table_that_cannot_be_taken_is_refused_with_the_place(cast: Cast, content: bytes, detail: str) -> None:
    draft = lexicon.begin(actor=Actor.of_user(cast.reviewer))
    with pytest.raises(errors.FileRefused, match=detail):
        lexicon.load(draft, content, actor=Actor.of_user(cast.reviewer))


def test_a_term_is_added_to_a_shipped_concept_and_taken_away_again(cast: Cast) -> None:
    draft = lexicon.begin(actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    pack = lexicons.pack_of(lexicons.present())
    (quantum,) = pack.concepts
    terms = [Term(text, "ja", 1, TermKind.EXCLUDE, "quantum") for text in ("量子鍵配送史", "量子鍵配送論")]
    for term in terms:
        draft = lexicon.add_term(draft, replace(quantum, name_en="Other"), term, actor=Actor.of_user(cast.admin))
    with pytest.raises(errors.FileRefused, match="stands there already"):
        lexicon.add_term(draft, quantum, terms[0], actor=Actor.of_user(cast.reviewer))

    own = lexicons.own_terms(draft.local)
    assert (own.concepts, own.terms) == ((quantum,), tuple(terms))
    assert draft.writers == sorted([f"user:{cast.reviewer.username}", f"user:{cast.admin.username}"])
    event = AuditEvent.objects.filter(verb="lexicon.draft_written").latest("pk")
    assert (event.actor, event.after["added"]) == (f"user:{cast.admin.username}", ["quantum: exclude 量子鍵配送論"])

    for term in terms:
        draft = remove(draft, cast, term.text)
    assert draft.local == {}
    with pytest.raises(errors.InvalidInput):
        remove(draft, cast, terms[0].text)


def remove(draft: LexiconDraft, cast: Cast, text: str) -> LexiconDraft:
    actor = Actor.of_user(cast.reviewer)
    return lexicon.remove_term(draft, concept="quantum", kind=TermKind.EXCLUDE, text=text, actor=actor)


def test_the_effect_is_shown_on_the_offices_own_proposals_and_judgements(cast: Cast) -> None:
    factories.policy(list_bindings=factories.only_list(), technology_bindings=[binding("L", "review")])
    history, device, waltz = (case(cast, title) for title in ("量子鍵配送史", "量子鍵配送", "円舞曲"))
    judge(history, cast, AreaJudgement.DISMISSED)
    judge(device, cast, AreaJudgement.CONFIRMED)
    judge(waltz, cast, AreaJudgement.CONFIRMED)
    foreign = factories.cast()
    case(foreign, "量子鍵配送史")

    found = lexicon.effect_of(
        draft_of(cast.reviewer, HISTORY_ROW, WALTZ_ROW), list_code="L", actor=Actor.of_user(cast.reviewer)
    )

    none, possible = TechnologyLevel.NONE, TechnologyLevel.POSSIBLE
    gone = LevelChange(history.reference, "L-1-01", possible, none)
    new = LevelChange(waltz.reference, "L-3", none, possible)
    assert (found.texts, found.changes) == (3, (gone, new))
    assert (found.newly_flagged, found.no_longer_flagged) == ((new,), (gone,))
    assert (found.before, found.after) == (Agreement(1, 1, 1), Agreement(1, 0, 1))
    assert (found.before.precision, found.after.precision, found.after.recall) == (0.5, 1.0, 0.5)


def test_an_effect_without_judgements_has_no_precision(cast: Cast) -> None:
    found = lexicon.effect_of(draft_of(cast.reviewer), list_code="L", actor=Actor.of_user(cast.reviewer))
    assert (found.texts, found.changes, found.before.precision, found.before.recall) == (0, (), None, None)
    with pytest.raises(errors.InvalidInput):
        lexicon.effect_of(draft_of(cast.reviewer), list_code="X", actor=Actor.of_user(cast.reviewer))


def test_a_second_person_puts_the_draft_into_force(cast: Cast) -> None:
    draft = draft_of(cast.reviewer, WALTZ_ROW)
    pack = lexicons.present()
    made = publish(draft, cast.admin)
    pack.refresh_from_db()
    assert (made.edition, made.pack, pack.status, lexicons.present()) == ("t1+2", pack, "retired", made)
    terms = {term.text for term in parse_lexicon(made.content).terms}
    assert {"円舞曲", "量子鍵配送"} <= terms
    event = AuditEvent.objects.get(verb="lexicon.published")
    assert (event.stream, event.after["writers"], event.reason) == (
        "platform",
        [f"user:{cast.reviewer.username}"],
        "却下が続いたため",
    )


def test_publish_refuses_everybody_who_wrote_a_part(cast: Cast) -> None:
    draft = draft_of(cast.reviewer, WALTZ_ROW)
    draft = lexicon.load(draft, file_of(draft), actor=Actor.of_user(cast.admin))
    for writer in (cast.reviewer, cast.admin):
        with pytest.raises(errors.SamePersonPublishesList):
            publish(draft, writer)
    publish(draft, cast.second_reviewer)


def test_the_database_refuses_whoever_began_the_draft(cast: Cast) -> None:
    draft = draft_of(cast.reviewer, WALTZ_ROW)
    publish(draft, cast.admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        LexiconDraft.objects.update(closed_by=f"user:{cast.reviewer.username}")


def test_the_database_refuses_everybody_who_wrote_a_part(cast: Cast) -> None:
    draft = lexicon.load(
        draft_of(cast.reviewer, WALTZ_ROW), f"{HEAD}\n{WALTZ_ROW}".encode(), actor=Actor.of_user(cast.admin)
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        lexicons.publish(draft, by=f"user:{cast.admin.username}", reason="理由", now=factories.NOW)
    lexicons.publish(draft, by=f"user:{cast.second_reviewer.username}", reason="理由", now=factories.NOW)


def test_publish_refuses_no_reason_no_change_and_closed_drafts(cast: Cast) -> None:
    draft = draft_of(cast.reviewer)
    with pytest.raises(errors.ReasonMissing):
        publish(draft, cast.admin, reason=" ")
    with pytest.raises(errors.DraftUnchanged):
        publish(draft, cast.admin)
    lexicon.discard(draft, actor=Actor.of_user(cast.reviewer), reason="不要")
    draft.refresh_from_db()
    assert (draft.status, draft.reason) == ("discarded", "不要")
    for act in (lambda: publish(draft, cast.admin), lambda: draft_again(draft, cast)):
        with pytest.raises(errors.DraftNotOpen):
            act()


def draft_again(draft: LexiconDraft, cast: Cast) -> None:
    lexicon.load(draft, HEAD.encode(), actor=Actor.of_user(cast.admin))


def test_only_keepers_of_lists_touch_the_lexicon(cast: Cast) -> None:
    draft = draft_of(cast.reviewer)
    for actor in (Actor.of_user(cast.submitter), factories.SYSTEM):
        with pytest.raises(errors.NotAllowed):
            lexicon.begin(actor=actor)
        with pytest.raises(errors.NotAllowed):
            lexicon.load(draft, HEAD.encode(), actor=actor)
    assert isinstance(lexicon.why_not_publish(draft, cast.submitter), errors.NotAllowed)
    assert lexicon.why_not_publish(draft, cast.admin) is None


def test_own_terms_stay_when_a_new_pack_ships(cast: Cast) -> None:
    publish(draft_of(cast.reviewer, WALTZ_ROW), cast.admin)
    newer = {**small.lexicon_data(small.QUANTUM, small.SENSOR), "edition": "t2"}
    take_lexicon(newer, now=factories.NOW)
    take_lexicon(newer, now=factories.NOW)
    made = lexicons.present()
    assert (made.edition, made.pack and made.pack.edition) == ("t2+4", "t2")
    terms = {term.text for term in parse_lexicon(made.content).terms}
    assert {"円舞曲", "radar"} <= terms
    assert LexiconEdition.objects.filter(status=PublicationStatus.PUBLISHED).count() == 1


def test_own_terms_can_be_taken_away_again(cast: Cast) -> None:
    publish(draft_of(cast.reviewer, WALTZ_ROW), cast.admin)
    made = publish(draft_of(cast.second_reviewer), cast.admin)
    assert (made.local, made.edition) == ({}, "t1+3")
    assert lexicons.pack_of(made) == lexicons.pack_of(lexicons.present())
    assert "円舞曲" not in {term.text for term in parse_lexicon(made.content).terms}
