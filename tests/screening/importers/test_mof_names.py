import pytest

from screening.importers.mof_names import names_in, split_original_script


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("不明", []),
        ("", []),
        ("イノン Yinon Levy", ["イノン Yinon Levy"]),
        ("(a)アルファ（Alfa）、(b)ブラボー（Bravo）", ["アルファ", "Alfa", "ブラボー", "Bravo"]),
        ("（ａ）アルファ（Alfa）\n（ｂ）ブラボー（Bravo）", ["アルファ", "Alfa", "ブラボー", "Bravo"]),
        ("(a)アルファ(b)ブラボー\n (a.k.a.: (a)Alfa (b)Bravo)", ["アルファ", "ブラボー", "Alfa", "Bravo"]),
        ("アルファ、ブラボー\nCol Alfa, Bravo", ["アルファ", "ブラボー", "Col Alfa", "Bravo"]),
        ("アルファ\n（a.k.a.：ALFA, BRAVO）", ["アルファ", "ALFA, BRAVO"]),
        ("アルファ; ブラボー\nAlfa; Bravo ", ["アルファ", "ブラボー", "Alfa", "Bravo"]),
        (
            "（別称、アルファ、ブラボー）\n(a.k.a. Alfa, a.k.a. Bravo)",
            ["アルファ", "ブラボー", "Alfa", "Bravo"],
        ),
        ("（別名1）アルファ（別名2）ブラボー", ["アルファ", "ブラボー"]),
        ("アルファ（ケニア）", ["アルファ（ケニア）"]),
        ("Alfa（Kenya）", ["Alfa（Kenya）"]),
        ("Alfa, born 14 Jul. 1970 in Tunis", ["Alfa"]),
        ("アルファ（1970年7月14日チュニスにて出生）(以前掲載の氏名)", ["アルファ"]),
        ("（アルファ）", ["アルファ"]),
        ("ザカリーヤ）", ["ザカリーヤ"]),
        ("(Alfa", ["Alfa"]),
        ("DOB: 11 Apr. 1963", []),
    ],
)
def test_names_in(cell: str, names: list[str]) -> None:
    assert [name for name, _ in names_in(cell)] == names


def test_former_names_are_told_apart() -> None:
    cell = "（別称）アルファ；ブラボー\nALFA\n（旧称）チャーリー\n(f.k.a. Charlie)"
    assert names_in(cell) == [
        ("アルファ", False),
        ("ブラボー", False),
        ("ALFA", False),
        ("チャーリー", True),
        ("Charlie", True),
    ]
    assert names_in("（別称、アルファ、旧称、ブラボー）") == [("アルファ", False), ("ブラボー", True)]


@pytest.mark.parametrize(
    ("cell", "name", "original"),
    [
        ("ALFA\n（original script：ألفا）", "ALFA", "ألفا"),
        ("ALFA (TGG) (ألفا:original script)", "ALFA (TGG)", "ألفا"),
        ("ALFA", "ALFA", ""),
    ],
)
def test_split_original_script(cell: str, name: str, original: str) -> None:
    assert split_original_script(cell) == (name, original)
