import pytest

from screening.importers.countries import country_code, country_names


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("中国\nPeople's Republic of China", "CN"),
        ("People’s Republic of China ", "CN"),
        ("イラン Islamic Republic of Iran", "IR"),
        ("IRAN (ISLAMIC REPUBLIC OF)", "IR"),
        ("北朝鮮\nNorth Korea", "KP"),
        ("Korea, North", "KP"),
        ("香港\nHong Kong", "HK"),
        ("China, Hong Kong Special Administrative Region", "HK"),
        ("台湾\nTaiwan", "TW"),
        ("Côte d’Ivoire", "CI"),
        ("The Gambia", "GM"),
        ("ハイチ共和国", "HT"),
        ("ガーナ", "GH"),
        ("Burma", "MM"),
        ("gb", "GB"),
        ("XK", "XK"),
        ("Atlantis", ""),
        ("ZZ", ""),
        ("", ""),
    ],
)
def test_country_code(printed: str, code: str) -> None:
    assert country_code(printed) == code


def test_every_name_of_the_table_finds_its_own_code() -> None:
    wrong = {(code, name) for code, names in country_names().items() for name in names if country_code(name) != code}
    assert wrong == set()
    assert len(country_names()) == 250
