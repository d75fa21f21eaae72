"""Indexes on disk: opened as written, refused when damaged or foreign, built once by several processes."""

import json
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from screening.matching.index.d1 import D1
from screening.matching.index.d2 import D2
from screening.matching.index.errors import IndexRefusedError
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.query import query_tokens
from screening.matching.index.store import IndexStore
from screening.matching.index.stored import MANIFEST, Origin, Stored, read, write

KEYS = ["ivanov petr", "kim jong un", "北京大学"]
ROWS = [key.split() for key in KEYS]


def _index() -> Stored:
    arrays = {**prefixed("d1", D1.build(KEYS).arrays()), **prefixed("d2", D2.build(ROWS).arrays())}
    return Stored(arrays, {"names": len(KEYS), "editions": ["un_sc@2025-10-01"]})


def _never() -> Stored:
    raise AssertionError("nothing was to be built")


def _only_directory(root: Path) -> Path:
    (directory,) = [place for place in root.iterdir() if place.is_dir()]
    return directory


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    return IndexStore(tmp_path, "engine-1")


def test_what_is_opened_searches_like_what_was_built(store: IndexStore) -> None:
    opened = store.open_or_build("editions", _index)
    d1, d2 = D1(without_prefix(opened.arrays, "d1")), D2(without_prefix(opened.arrays, "d2"))
    assert d1.search("ivanov petr", 0.9) == [(0, 1.0)]
    assert d2.search(query_tokens(["jongun", "kim"], [1.0, 1.0]), 0.9) == [(1, 1.0)]
    assert opened.facts == {"names": 3, "editions": ["un_sc@2025-10-01"]}


def test_arrays_are_mapped_and_cannot_be_written(store: IndexStore) -> None:
    positions = store.open_or_build("editions", _index).arrays["d1.positions"]
    assert isinstance(positions.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        positions[0] = 7


def test_an_index_is_built_once_and_then_opened(store: IndexStore) -> None:
    store.open_or_build("editions", _index)
    assert store.open_or_build("editions", _never).facts["names"] == 3


def test_another_source_and_another_engine_have_their_own_index(tmp_path: Path, store: IndexStore) -> None:
    store.open_or_build("editions", _index)
    for other, key in ((store, "later editions"), (IndexStore(tmp_path, "engine-2"), "editions")):
        with pytest.raises(IndexRefusedError) as refused:
            other.open(key)
        assert refused.value.code == "index_missing"


def _truncate(directory: Path) -> None:
    os.truncate(directory / "d1.blob.npy", 40)


def _alter_a_byte(directory: Path) -> None:
    content = bytearray((directory / "d1.blob.npy").read_bytes())
    content[-1] ^= 1
    (directory / "d1.blob.npy").write_bytes(content)


def _replace_an_array(directory: Path) -> None:
    np.save(directory / "d1.positions.npy", np.zeros(3, np.int64))


def _remove_an_array(directory: Path) -> None:
    (directory / "d2.tokens.members.npy").unlink()


def _alter_the_manifest(directory: Path) -> None:
    manifest = json.loads((directory / MANIFEST).read_text())
    (directory / MANIFEST).write_text(json.dumps({**manifest, "facts": {"names": 4}}))


def _garble_the_manifest(directory: Path) -> None:
    (directory / MANIFEST).write_text("{")


def _replace_the_manifest(directory: Path) -> None:
    (directory / MANIFEST).write_text("[]")


def _remove_the_manifest(directory: Path) -> None:
    (directory / MANIFEST).unlink()


DAMAGES: list[tuple[Callable[[Path], None], str]] = [
    (_truncate, "index_file_unreadable"),
    (_alter_a_byte, "index_file_altered"),
    (_replace_an_array, "index_file_altered"),
    (_remove_an_array, "index_file_unreadable"),
    (_alter_the_manifest, "index_manifest_altered"),
    (_garble_the_manifest, "index_manifest_unreadable"),
    (_replace_the_manifest, "index_manifest_altered"),
    (_remove_the_manifest, "index_manifest_unreadable"),
]


@pytest.mark.parametrize(("damage", "code"), DAMAGES)
def test_a_damaged_index_is_refused_and_built_again(
    tmp_path: Path, store: IndexStore, damage: Callable[[Path], None], code: str
) -> None:
    store.open_or_build("editions", _index)
    damage(_only_directory(tmp_path))
    with pytest.raises(IndexRefusedError) as refused:
        store.open("editions")
    assert refused.value.code == code
    assert str(refused.value.place) in str(refused.value)
    assert store.open_or_build("editions", _index).facts["names"] == 3


def test_an_index_in_the_wrong_place_is_foreign(tmp_path: Path) -> None:
    write(tmp_path, _index(), Origin("engine-1", "editions"))
    with pytest.raises(IndexRefusedError) as refused:
        read(tmp_path, Origin("engine-2", "editions"))
    assert (refused.value.code, refused.value.params) == (
        "index_foreign",
        {"field": "engine_version", "found": "engine-1", "expected": "engine-2"},
    )


def test_an_array_name_that_is_no_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name for an array"):
        write(tmp_path, Stored({"../d1": np.zeros(1)}), Origin("engine-1", "editions"))


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path, store: IndexStore) -> None:
    with pytest.raises(AssertionError):
        store.open_or_build("editions", _never)
    assert [place for place in tmp_path.iterdir() if place.is_dir()] == []


def test_threads_that_ask_together_build_once(tmp_path: Path) -> None:
    built: list[int] = []

    def build() -> Stored:
        built.append(1)
        time.sleep(0.2)
        return _index()

    def ask(_: int) -> int:
        return int(IndexStore(tmp_path, "engine-1").open_or_build("editions", build).facts["names"])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [3, 3, 3, 3]
    assert len(built) == 1


def test_threads_never_read_the_head_of_a_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    IndexStore(tmp_path, "engine-1").open_or_build("editions", _index)
    reading, load, together = [0], np.load, set[int]()

    def slowly(*args: Any, **options: Any) -> Any:
        reading[0] += 1
        together.add(reading[0])
        time.sleep(0.001)
        found = load(*args, **options)
        reading[0] -= 1
        return found

    monkeypatch.setattr(np, "load", slowly)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: IndexStore(tmp_path, "engine-1").open("editions").facts["names"], range(8)))
    assert (found, together) == ([3] * 8, {1})


def _ask_in_a_process(root: Path) -> int:
    def build() -> Stored:
        (root / f"built-by-{os.getpid()}").touch()
        return _index()

    return int(IndexStore(root, "engine-1").open_or_build("editions", build).facts["names"])


def test_processes_that_ask_together_build_once(tmp_path: Path) -> None:
    with get_context("spawn").Pool(2) as pool:
        assert pool.map(_ask_in_a_process, [tmp_path, tmp_path]) == [3, 3]
    assert len(list(tmp_path.glob("built-by-*"))) == 1


def test_a_builder_that_never_ends_holds_nobody_up(tmp_path: Path) -> None:
    hasty = IndexStore(tmp_path, "engine-1", patience_seconds=0.1)

    def build_while_another_builds() -> Stored:
        hasty.open_or_build("editions", _index)
        return _index()

    patient = IndexStore(tmp_path, "engine-1")
    assert patient.open_or_build("editions", build_while_another_builds).facts["names"] == 3
    assert len([place for place in tmp_path.iterdir() if place.is_dir()]) == 1


class _Overtaken(IndexStore):
    """Another process, which did not wait for the lock, moves its own in between our two renames."""

    def _discard(self, place: Path) -> None:
        place.mkdir()
        write(place, _index(), Origin("engine-1", "editions"))


class _Homeless(IndexStore):
    """Somebody removes the whole store while an index is being moved in."""

    def _discard(self, place: Path) -> None:
        shutil.rmtree(place.parent)


def test_an_index_that_another_process_moved_in_first_serves_as_well(tmp_path: Path) -> None:
    assert _Overtaken(tmp_path, "engine-1").open_or_build("editions", _index).facts["names"] == 3
    assert _only_directory(tmp_path)


def test_a_store_that_vanishes_while_building_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        _Homeless(tmp_path, "engine-1").open_or_build("editions", _index)


def test_old_indexes_are_pruned_and_stay_readable_for_whoever_has_them_open(tmp_path: Path) -> None:
    store = IndexStore(tmp_path, "engine-1", kept=1, idle_seconds=0.0)
    first = store.open_or_build("first", _index)
    time.sleep(0.01)
    store.open_or_build("second", _index)
    (tmp_path / ".unfinished-of-a-process-that-died").mkdir()
    time.sleep(0.01)
    store.open_or_build("third", _index)
    assert len([place for place in tmp_path.iterdir() if place.is_dir()]) == 2
    with pytest.raises(IndexRefusedError):
        store.open("first")
    assert D1(without_prefix(first.arrays, "d1")).search("ivanov petr", 0.9) == [(0, 1.0)]


def test_indexes_in_use_are_not_pruned(tmp_path: Path) -> None:
    store = IndexStore(tmp_path, "engine-1", kept=0)
    for key in ("first", "second"):
        store.open_or_build(key, _index)
    assert store.open("first").facts["names"] == 3
