import gzip
from pathlib import Path

import pytest

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from tests.screening.importers.making import write

LIMITS = Limits()


def content(path: Path, limits: Limits = LIMITS) -> bytes:
    with SourceFile.at(path).open(limits) as stream:
        return stream.read()


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    assert content(write(tmp_path, "a.gz", gzip.compress(b"abc"))) == b"abc"


def test_half_a_gzip_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"abc" * 1000)
    with pytest.raises(ImportRefused) as refused:
        content(write(tmp_path, "a.gz", packed[: len(packed) // 2]))
    assert refused.value.code == "damaged_archive"


def test_a_gzip_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = write(tmp_path, "bomb.gz", gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(ImportRefused, match=r"bomb\.gz: The file unpacks to more than 1000000 bytes"):
        content(bomb, Limits(unpacked_bytes=1_000_000))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        content(write(tmp_path, "a.csv", b"x" * 11), Limits(file_bytes=10))
    assert (refused.value.code, refused.value.params) == ("too_large", {"limit": 10})


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        content(tmp_path / "none.csv")
    assert (refused.value.file, refused.value.code) == ("none.csv", "unreadable_file")


def test_a_file_is_known_by_the_name_that_people_gave_it(tmp_path: Path) -> None:
    path = write(tmp_path, "upload-4711", b"x")
    assert SourceFiles.at(path, name="list.csv").primary.name == "list.csv"


def test_a_companion_given_comes_before_one_found_beside(tmp_path: Path) -> None:
    primary = write(tmp_path, "sdn.csv", b"")
    beside = write(tmp_path, "alt.csv", b"")
    given = write(tmp_path, "other.csv", b"")
    assert SourceFiles.at(primary, aliases=given).companion("aliases", "alt.csv") == SourceFile.at(given)
    assert SourceFiles.at(primary).companion("aliases", "alt.csv") == SourceFile.at(beside)
    assert SourceFiles.at(primary).companion("aliases", "no.csv") is None
