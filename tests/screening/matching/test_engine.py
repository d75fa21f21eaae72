"""The whole engine: lossless against comparing with everybody, whatever the order, from memory or from disk."""

import gc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.matching.engine import AT_ONCE, ENGINE_VERSION, LEAST_FLOOR, Engine
from screening.matching.index.errors import IndexRefusedError
from screening.matching.judge import judge
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind

PEOPLE = [
    "Ivan Borisovich Petrov", "Petrov Ivan", "Kim Song Chol", "김성철", "李政道", "Tsung-Dao Lee", "髙橋 一郎",
    "Takahashi Ichiro", "محمد عبدالغفار", "Mohammed Abdul Ghaffar", "Владимир Путин", "Vladimir Putin", "יצחק רבין",
    "Ali Hassan", "Anna-Maria Schmidt", "José Núñez", "O'Brien, Patrick", "タナカ タロウ", "สมชาย ใจดี",
]  # fmt: skip
BODIES = [
    "Harbin Institute of Technology", "哈尔滨工业大学", "西北工業大学", "Northwestern Polytechnical University",
    "Plant 11", "Plant 12", "第十一研究所", "Example Trading Co., Ltd.", "ООО Ромашка", "한국과학기술원", "KAIST",
    "Nanjing University of Aeronautics and Astronautics", "Nanjing University", "ABC有限公司",
    "Полоцкий государственный университет", "みほん研究所",
]  # fmt: skip


def listed(number: int, name: str, kind: NameKind, *aliases: str) -> ListedEntity:
    names = (ListedName(name, is_primary=True), *(ListedName(alias) for alias in aliases))
    return ListedEntity(str(number), kind, names, list_code="x")


ENTITIES = [listed(n, name, NameKind.PERSON) for n, name in enumerate(PEOPLE)]
ENTITIES += [listed(100 + n, name, NameKind.ORGANIZATION) for n, name in enumerate(BODIES)]
ENTITIES += [listed(200, "Sea Star", NameKind.UNKNOWN), listed(201, "", NameKind.PERSON)]
ENGINE = Engine.build(ENTITIES)

names = st.sampled_from(PEOPLE + BODIES) | st.text(max_size=24)
kinds = st.sampled_from(NameKind)


def subject(name: str, kind: NameKind, **known: object) -> Subject:
    return Subject("a", kind, (SubjectName(name),), **known)  # type: ignore[arg-type]


def everybody(asked: Subject, floor: float) -> set[tuple[str, float]]:
    found = (judge(asked, entity, floor=floor) for entity in ENTITIES)
    return {(match.entry.uid, match.score) for match in found if match}


@settings(max_examples=150)
@given(names, kinds, st.sampled_from([0.0, LEAST_FLOOR, 0.7, 0.8, 0.9]))
def test_the_engine_finds_what_comparing_with_everybody_finds(name: str, kind: NameKind, floor: float) -> None:
    asked = subject(name, kind)
    assert {(match.entry.uid, match.score) for match in ENGINE.search(asked, floor=floor)} == everybody(asked, floor)


@pytest.mark.parametrize("name", PEOPLE + BODIES)
def test_every_listed_name_finds_its_own_entry(name: str) -> None:
    for kind in (NameKind.PERSON if name in PEOPLE else NameKind.ORGANIZATION, NameKind.UNKNOWN):
        assert name in {match.matched_name.text for match in ENGINE.search(subject(name, kind), floor=0.7)}


@settings(max_examples=30)
@given(st.permutations(ENTITIES), names, kinds)
def test_the_order_of_a_list_never_changes_hits(shuffled: list[ListedEntity], name: str, kind: NameKind) -> None:
    asked = subject(name, kind)
    assert Engine.build(shuffled).search(asked, floor=0.8) == ENGINE.search(asked, floor=0.8)


@settings(max_examples=60)
@given(names, names, names, kinds)
def test_an_alias_never_lowers_the_best_score(query: str, name: str, alias: str, kind: NameKind) -> None:
    asked = subject(query, kind)
    alone, more = (judge(asked, listed(1, name, kind, *aliases), floor=0.0) for aliases in ((), (alias,)))
    assert (more.score if more else 0.0) >= (alone.score if alone else 0.0)


@settings(max_examples=60)
@given(names, names, kinds)
def test_two_names_are_as_alike_either_way_when_they_are_the_same(one: str, other: str, kind: NameKind) -> None:
    there = judge(subject(one, kind), listed(1, other, kind), floor=0.9)
    back = judge(subject(other, kind), listed(1, one, kind), floor=0.7)
    assert back is not None if there else True


def test_an_identifier_finds_an_entry_under_any_name() -> None:
    entity = ListedEntity("9", NameKind.ORGANIZATION, (ListedName("Example"),), identifiers=(("ror", "0abc12345"),))
    asked = subject("Another", NameKind.ORGANIZATION, identifiers=(("ROR", "https://ror.org/0abc12345"),))
    assert [match.score for match in Engine.build([entity]).search(asked, floor=0.8)] == [1.0]


def test_an_identifier_that_many_share_says_nothing() -> None:
    entity = ListedEntity("9", NameKind.PERSON, (ListedName("Example"),), identifiers=(("passport", "1"),))
    asked = subject("Another", NameKind.PERSON, identifiers=(("passport", "1"),))
    assert Engine.build([entity]).search(asked, floor=0.8) == []


def test_an_engine_is_saved_and_opened(tmp_path: Path) -> None:
    ENGINE.save(tmp_path / "index", "key")
    opened = Engine.open(tmp_path / "index", "key")
    assert len(opened) == len(ENGINE) == len(ENTITIES)
    asked = subject("Vladimir Putin", NameKind.PERSON)
    assert opened.search(asked, floor=0.8) == ENGINE.search(asked, floor=0.8) != []
    assert ENGINE_VERSION


def test_an_engine_is_built_once_and_opened_afterwards(tmp_path: Path) -> None:
    built = Engine.open_or_build(tmp_path, "key", ENTITIES)
    opened = Engine.open_or_build(tmp_path, "key", [])
    asked = subject("Kim Song Chol", NameKind.PERSON)
    assert opened.search(asked, floor=0.8) == built.search(asked, floor=0.8) == ENGINE.search(asked, floor=0.8) != []


@pytest.mark.parametrize("floor", [0.6, 0.7, 0.8, 0.9])
@pytest.mark.parametrize(
    "name",
    [
        "KAIST",
        "ООО Ромашка (China)",
        "Putin",
        "Kim",
        "김ᄏ철",
        "李 一",
        "Ra Ko",
        "محمد ء",
        "Petrov I",
        "Schmidt",
        "Pnlotskaya State Universiiy",
        "Mihon Institut",
        "Mihom Kenkyujo",
    ],
)
def test_awkward_names_find_what_comparing_with_everybody_finds(name: str, floor: float) -> None:
    for kind in NameKind:
        asked = subject(name, kind)
        found = {(match.entry.uid, match.score) for match in ENGINE.search(asked, floor=floor)}
        assert found == everybody(asked, floor)


def test_a_foreign_index_is_refused(tmp_path: Path) -> None:
    ENGINE.save(tmp_path / "index", "key")
    with pytest.raises(IndexRefusedError):
        Engine.open(tmp_path / "index", "another key")
    with pytest.raises(IndexRefusedError):
        Engine.open(tmp_path / "absent", "key")


def test_an_engine_over_nothing_finds_nothing() -> None:
    assert Engine.build([]).search(subject("Ivan Petrov", NameKind.PERSON), floor=0.6) == []


def test_one_name_a_thousand_times_is_found_a_thousand_times() -> None:
    engine = Engine.build(listed(number, "Ivan Petrov", NameKind.PERSON) for number in range(1000))
    assert len(engine.search(subject("Ivan Petrov", NameKind.PERSON), floor=0.8)) == 1000


def test_many_subjects_are_answered_as_each_alone() -> None:
    asked = [
        (subject(name, kind), floor) for name in PEOPLE + BODIES for kind in NameKind for floor in (0.0, 0.62, 0.8)
    ]
    fresh = Engine.build(ENTITIES)
    assert list(fresh.search_many(iter(asked))) == [ENGINE.search(one, floor=floor) for one, floor in asked]
    assert list(fresh.search_many([])) == []


def test_subjects_are_taken_some_at_a_time() -> None:
    waiting = iter([(subject("Ali Hassan", NameKind.PERSON), 0.8)] * (AT_ONCE + 1))
    next(ENGINE.search_many(waiting))
    assert len(list(waiting)) == 1


def test_building_leaves_the_collector_of_garbage_as_it_was() -> None:
    Engine.build([])
    assert gc.isenabled()
    gc.disable()
    try:
        Engine.build([])
        assert not gc.isenabled()
    finally:
        gc.enable()
