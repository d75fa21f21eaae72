import pytest

from screening.importers.brackets import is_acronym, is_native, trailing_bracket, without_acronym


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Name (HIT)", ("Name", "HIT")),
        ("Name（大学）", ("Name", "大学")),
        ("Factory (工場(平安南道))", ("Factory", "工場(平安南道)")),
        ("((朝鮮)貿易会社)", ("", "(朝鮮)貿易会社")),
        ("(China) Limited", ("(China) Limited", "")),
        ("Name HIT)", ("Name HIT)", "")),
        ("", ("", "")),
    ],
)
def test_trailing_bracket(text: str, split: tuple[str, str]) -> None:
    assert trailing_bracket(text) == split


@pytest.mark.parametrize(
    ("text", "answer"),
    [("HIT", True), ("CETC54", True), ("A&B", True), ("HK", False), ("Tehran", False), ("X", False)],
)
def test_is_acronym(text: str, answer: bool) -> None:
    assert is_acronym(text) is answer


@pytest.mark.parametrize(("text", "answer"), [("大学", True), ("Иван", True), ("𠮷田", True), ("Čapek ’", False)])
def test_is_native(text: str, answer: bool) -> None:
    assert is_native(text) is answer


def test_without_acronym() -> None:
    assert without_acronym("Name (HIT)") == ("Name", "HIT")
    assert without_acronym("Name (Tehran)") == ("Name (Tehran)", "")
    assert without_acronym("(HIT)") == ("(HIT)", "")
