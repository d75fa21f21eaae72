"""A subject against an entry: names first, then what else is known, and the explanation of both."""

import json

import pytest

from screening.matching.explanation import Explanation
from screening.matching.fingerprint import differences, fingerprint
from screening.matching.grouping import group_matches, same_identity
from screening.matching.judge import (
    IDENTIFIER_SCORE,
    INSTITUTION_WITHIN,
    SHARED_IDENTIFIER,
    TRUNCATED,
    WEAK_ALIAS,
    judge,
)
from screening.matching.levels import SHIPPED_THRESHOLDS, Level, Thresholds, level_for
from screening.matching.match import Match
from screening.matching.qualifiers import Qualifier, QualifierState
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind

PERSON, ORGANIZATION, UNKNOWN = NameKind.PERSON, NameKind.ORGANIZATION, NameKind.UNKNOWN


def subject(name: str = "Ivan Petrov", kind: NameKind = PERSON, **known: object) -> Subject:
    return Subject("a", kind, (SubjectName(name),), **known)  # type: ignore[arg-type]


def entity(name: str = "Ivan Petrov", kind: NameKind = PERSON, **known: object) -> ListedEntity:
    given = {"uid": "1", "names": (ListedName(name, is_primary=True),), "list_code": "x", **known}
    return ListedEntity(kind=kind, **given)  # type: ignore[arg-type]


def judged(one: Subject, other: ListedEntity) -> Match:
    match = judge(one, other, floor=0.0)
    assert match is not None
    return match


def qualifier(match: Match, name: str) -> Qualifier:
    return next(one for one in match.explanation.qualifiers if one.name == name)


def test_a_name_alone_never_reaches_one() -> None:
    assert 0.9 < judged(subject(), entity()).score < 1.0


def test_a_person_is_not_compared_with_an_organisation() -> None:
    assert judge(subject(), entity(kind=ORGANIZATION), floor=0.0) is None
    assert judge(subject(), entity(kind=UNKNOWN), floor=0.0) is not None


def test_nobody_matches_without_a_name() -> None:
    assert judge(Subject("a", PERSON, ()), entity(), floor=0.0) is None
    assert judge(subject(), entity(names=()), floor=0.0) is None


def test_what_stays_below_the_floor_is_no_match() -> None:
    assert judge(subject(), entity("Petr Ivanov"), floor=0.9) is None


def test_a_shared_identifier_wins_outright() -> None:
    match = judged(
        subject("Another Name", identifiers=(("ORCID", "https://orcid.org/0000-0002-1825-0097"),)),
        entity(identifiers=(("orcid", "0000-0002-1825-0097"),)),
    )
    assert (match.score, match.explanation.notes) == (IDENTIFIER_SCORE, (SHARED_IDENTIFIER,))
    assert qualifier(match, "identifier").query == ("orcid:0000000218250097",)


@pytest.mark.parametrize(
    ("ours", "theirs", "state", "weight"),
    [
        ("", "1970-01-02", QualifierState.ABSENT, 0.0),
        ("1970-01-02", "", QualifierState.ABSENT, 0.0),
        ("1970", "1970-05-05", QualifierState.AGREE, 0.0),
        ("1970-01-02", "1970-02-01", QualifierState.AGREE, 0.0),
        ("1970-01-02", "1970-03-04", QualifierState.DIFFER, -0.25),
        ("1971", "1970", QualifierState.DIFFER, -0.15),
    ],
)
def test_a_birth_date_counts_only_when_it_disagrees(ours: str, theirs: str, state: str, weight: float) -> None:
    match = judged(subject(birth_date=ours), entity(birth_dates=(theirs,)))
    known = qualifier(match, "birth_date")
    assert (known.state, known.weight) == (state, weight)
    assert match.score == pytest.approx(judged(subject(), entity()).score + weight)


@pytest.mark.parametrize(
    ("ours", "theirs", "state"),
    [(("cn",), ("CN", "HK"), "agree"), (("JP",), ("CN",), "differ"), ((), ("CN",), "absent")],
)
def test_a_seat_counts_between_organisations(ours: tuple[str, ...], theirs: tuple[str, ...], state: str) -> None:
    match = judged(
        subject("Example Works", ORGANIZATION, countries=ours), entity("Example Works", ORGANIZATION, countries=theirs)
    )
    assert qualifier(match, "country").state == state


def test_a_person_has_no_country_to_compare() -> None:
    match = judged(subject(countries=("JP",)), entity(countries=("RU",)))
    assert {one.name for one in match.explanation.qualifiers} == {"identifier", "birth_date"}


def test_identifiers_of_one_scheme_that_differ_are_said() -> None:
    match = judged(subject(identifiers=(("lei", "A1"),)), entity(identifiers=(("lei", "B2"),)))
    assert qualifier(match, "identifier").state is QualifierState.DIFFER


def test_the_best_alias_is_named_and_the_others_are_listed() -> None:
    names = (ListedName("I. Petrov"), ListedName("Ivan Petrov"), ListedName("Ivan Petrov", is_weak=True))
    match = judged(subject(), entity(names=names))
    assert match.matched_name == ListedName("Ivan Petrov")
    assert [(alias.name, alias.is_weak) for alias in match.explanation.aliases] == [
        (name.text, name.is_weak) for name in names
    ]


def test_a_weak_alias_and_a_truncated_name_are_noted() -> None:
    match = judged(subject(), entity(names=(ListedName("Ivan Petrov", is_weak=True),)))
    assert WEAK_ALIAS in match.explanation.notes
    long = "Ivan Petrov " * 900
    assert TRUNCATED in judged(subject(long), entity(long)).explanation.notes


def test_agreement_adds_evidence_and_not_score() -> None:
    alone, known = judged(subject(), entity()), judged(subject(birth_date="1970"), entity(birth_dates=("1970",)))
    assert known.score == alone.score
    assert known.evidence > alone.evidence


def test_an_explanation_survives_being_stored() -> None:
    match = judged(
        subject("Ivan Petroff", birth_date="1970"), entity("Dr Ivan Borisovich Petrov", birth_dates=("1971",))
    )
    stored = json.loads(json.dumps(match.explanation.as_dict()))
    assert Explanation.from_dict(stored) == match.explanation


def test_levels_follow_the_thresholds() -> None:
    thresholds = Thresholds(0.8, 0.9)
    assert [level_for(score, thresholds) for score in (0.79, 0.8, 0.9)] == [Level.NONE, Level.POSSIBLE, Level.STRONG]


@pytest.mark.parametrize(("possible", "strong"), [(0.0, 0.9), (0.95, 0.9), (0.8, 1.1)])
def test_thresholds_that_make_no_sense_are_refused(possible: float, strong: float) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        Thresholds(possible, strong)


def test_a_cosmetic_change_keeps_the_fingerprint() -> None:
    names = (ListedName("Ivan Petrov"), ListedName("I. Petrov"))
    before = fingerprint(subject("Ｉvan  Petrov"), entity(names=names))
    assert before == fingerprint(subject("ivan petrov"), entity(names=names[::-1]))
    assert before == fingerprint(subject("PETROV, Ivan"), entity(names=names))
    assert before != fingerprint(subject("Petrov, Ivan, Jr"), entity(names=names))
    assert len(before) <= 128


def test_a_material_change_on_either_side_is_named() -> None:
    before = fingerprint(subject(), entity())
    assert differences(before, fingerprint(subject("Ivan Petrov II"), entity())) == ("subject.names",)
    changed = entity(names=(ListedName("Ivan Petrov"), ListedName("Vanya", True)), birth_dates=("1970",))
    assert differences(before, fingerprint(subject(), changed)) == ("entity.weak_names", "entity.birth_dates")
    assert "entity.names" in differences("0:another version", before)


def test_matches_of_one_identity_are_grouped() -> None:
    same = [judged(subject(), entity(list_code=code)) for code in ("x", "y")]
    other = judged(subject(), entity("Petr Ivan Petrov", birth_dates=("1950",)))
    groups = group_matches([*same, other])
    assert [group.matches for group in groups] == [tuple(same), (other,)]
    assert groups[0].best == same[0]


def test_identity_needs_a_kind_a_name_and_no_contradiction() -> None:
    assert not same_identity(entity(), entity(kind=ORGANIZATION))
    assert not same_identity(entity(birth_dates=("1970",)), entity(birth_dates=("1980-01-01",)))
    assert not same_identity(entity(countries=("CN",)), entity(countries=("RU",)))
    assert not same_identity(entity(), entity("Somebody Else"))
    assert same_identity(entity(identifiers=(("lei", "1"),)), entity("Somebody Else", identifiers=(("LEI", "1"),)))


def test_of_names_that_score_alike_the_one_written_alike_comes_first() -> None:
    names = (ListedName("Universidad de Example Town"), ListedName("University of Example Town"))
    asked = Subject("a", NameKind.ORGANIZATION, (SubjectName("UNIVERSITY OF EXAMPLE TOWN"),))
    match = judge(asked, ListedEntity("1", NameKind.ORGANIZATION, names), floor=0.7)
    other = judge(asked, ListedEntity("2", NameKind.ORGANIZATION, names[:1]), floor=0.7)
    assert match is not None
    assert other is not None
    assert match.matched_name.text == "University of Example Town"
    assert (match.score, match.evidence > other.evidence) == (other.score, True)


def test_an_institution_within_a_longer_line_is_possible_and_said_to_be_within() -> None:
    listed = entity("Harbin Institute of Technology", ORGANIZATION)
    match = judged(subject("School of Optics, Harbin Inst. of Tech., Harbin, China", ORGANIZATION), listed)
    assert level_for(match.score, SHIPPED_THRESHOLDS[ORGANIZATION]) is Level.POSSIBLE
    assert match.explanation.notes == (INSTITUTION_WITHIN,)
    whole = judged(subject("Harbin Inst. of Tech.", ORGANIZATION), listed)
    assert whole.score > match.score and whole.explanation.notes == ()
