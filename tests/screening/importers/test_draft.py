import pytest

from screening.importers.base import Limits, ParsedEntry, ParsedName
from screening.importers.base import NameType as T
from screening.importers.draft import EntryDraft
from screening.names.kinds import NameKind
from tests.screening.importers.making import places


def draft() -> EntryDraft:
    return EntryDraft("list.csv", 7, Limits(name_length=20))


def finished(made: EntryDraft) -> ParsedEntry:
    (entry,) = made.finish("1", NameKind.UNKNOWN)
    assert isinstance(entry, ParsedEntry)
    return entry


def test_white_space_of_every_kind_becomes_one_blank() -> None:
    made = draft()
    made.name(" A\u3000 B\n\tC ", "name", T.PRIMARY)
    assert finished(made).primary_name == "A B C"


def test_a_name_printed_twice_is_kept_once_in_its_stronger_form() -> None:
    made = draft()
    made.name("Alfa", "name", T.PRIMARY)
    made.name("Bravo", "alias", T.LOW_QUALITY, is_weak=True)
    made.name("Bravo", "alias")
    made.name("Bravo", "alias", T.LOW_QUALITY, is_weak=True)
    assert finished(made).names == (ParsedName("Alfa", T.PRIMARY), ParsedName("Bravo"))


def test_only_the_first_primary_name_stays_primary() -> None:
    made = draft()
    made.name("Alfa", "name", T.PRIMARY)
    made.name("Bravo", "name", T.PRIMARY)
    assert finished(made).names == (ParsedName("Alfa", T.PRIMARY), ParsedName("Bravo"))


def test_without_a_primary_name_the_first_strong_one_stands_for_the_entry() -> None:
    made = draft()
    made.name("Weak", "alias", T.LOW_QUALITY, is_weak=True)
    made.name("Strong", "alias")
    assert finished(made).names[0] == ParsedName("Strong", T.PRIMARY)


def test_windows_quotation_marks_are_put_right_with_a_note() -> None:
    made = draft()
    made.name("Gui\u0092an", "name", T.PRIMARY)
    made.attribute("note", "a\u0096b\u0007")
    entry = finished(made)
    assert (entry.primary_name, entry.attributes) == ("Gui’an", {"note": "a–b"})
    assert [note.code for note in entry.notes] == ["misencoded_character"]


def test_a_lost_letter_is_noted() -> None:
    made = draft()
    made.name("A\ufffdB", "name", T.PRIMARY)
    assert [str(note) for note in finished(made).notes] == [
        "list.csv, row 7, name: “A\ufffdB” holds a replacement character: a letter was lost before publication."
    ]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x1c", "\x7f", "\x81", "\x85"])
def test_control_characters_are_errors(character: str) -> None:
    made = draft()
    made.name(f"A{character}B", "name", T.PRIMARY)
    (error,) = made.finish("1", NameKind.UNKNOWN)
    assert (error.code, error.params) == ("control_character", {"character": f"U+{ord(character):04X}"})


def test_joiners_that_persian_needs_stay() -> None:
    made = draft()
    made.name("می\u200cخواهم", "name", T.PRIMARY)
    assert finished(made).primary_name == "می\u200cخواهم"


def test_an_entry_without_any_name_is_an_error() -> None:
    assert places(list(draft().finish("1", NameKind.UNKNOWN))) == [(7, "name", "name_missing")]


def test_facts_that_cannot_be_read_are_kept_as_printed() -> None:
    made = draft()
    made.name("Alfa", "name", T.PRIMARY)
    made.country("", "country")
    made.birth_date(" ", "born")
    made.birth_date("long ago", "born")
    made.identifier("passport", " ")
    made.attribute("empty", "")
    entry = finished(made)
    assert (entry.birth_dates, entry.identifiers) == ((), ())
    assert entry.attributes == {"birth_dates_as_printed": "long ago"}
    assert [note.code for note in entry.notes] == ["unread_date"]


def test_what_no_database_can_keep_is_put_right_or_refused() -> None:
    made = draft()
    made.name("Al\ud800fa", "name", T.PRIMARY)
    made.identifier("pass\x00port", "P\x001")
    made.attribute("note", "a\ud800b\x00c")
    entry = finished(made)
    assert (entry.primary_name, entry.identifiers, entry.attributes) == (
        "Al\ufffdfa",
        (("passport", "P1"),),
        {"note": "a\ufffdbc"},
    )
    assert "damaged_character" in {note.code for note in entry.notes}


@pytest.mark.parametrize(("uid", "code"), [("x" * 201, "uid_too_long"), ("a\x00b", "control_character")])
def test_an_identifier_that_no_database_can_keep_is_an_error(uid: str, code: str) -> None:
    made = draft()
    made.name("Alfa", "name", T.PRIMARY)
    assert places(list(made.finish(uid, NameKind.UNKNOWN))) == [(7, "uid", code)]


def test_long_values_are_cut_in_messages() -> None:
    made = draft()
    made.name("Alfa", "name", T.PRIMARY)
    made.country("x" * 100, "country")
    assert finished(made).notes[0].params == {"value": "x" * 57 + "…"}
