import pytest
from django.template import Context, Template
from django.utils import translation

from duediligence.templatetags import chips


def rendered(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load chips %}" + source).render(Context(context)).strip()


EVERY_VALUE = [(kind.__name__, member.value) for kind in chips._LOOKS for member in kind]


@pytest.mark.parametrize(("vocabulary", "value"), EVERY_VALUE)
def test_every_value_has_a_tone_a_sign_and_a_word(vocabulary: str, value: str) -> None:
    shown = rendered(f'{{% chip "{vocabulary}" "{value}" %}}')

    assert 'class="chip" data-tone="' in shown
    assert "/icons.svg#" in shown
    assert shown.split("</svg>")[1].removesuffix("</span>").strip()


@pytest.mark.parametrize("vocabulary", list(chips._LOOKS))
def test_no_two_values_of_a_vocabulary_look_alike(vocabulary: type) -> None:
    looks = list(chips._LOOKS[vocabulary].values())

    assert len(looks) == len(set(looks))


def test_every_vocabulary_is_covered_whole() -> None:
    missing = [
        (kind.__name__, member.value)
        for kind, looks in chips._LOOKS.items()
        for member in kind
        if member.value not in looks
    ]

    assert missing == []


def test_a_chip_may_carry_a_count() -> None:
    assert '<span class="chip-count">3</span>' in rendered('{% chip "Level" "strong" 3 %}')


def test_counted_chips_come_gravest_first_and_leave_out_what_does_not_occur() -> None:
    shown = rendered(
        '{% counted_chips "ListEffect" counts %}', counts={"advisory": 2, "asset_freeze": 1, "registry": 0}
    )

    assert shown.index("Asset freeze") < shown.index("Advisory")
    assert "Registry" not in shown


def test_counted_chips_of_nothing_are_nothing() -> None:
    assert rendered('{% counted_chips "ListEffect" counts %}', counts={}) == ""


def test_free_words_may_lead_somewhere() -> None:
    shown = rendered('{% plain_chip words "neutral" url="/lists/" %}', words="EUL <2025>")

    assert shown == '<a class="chip" data-tone="neutral" href="/lists/">EUL &lt;2025&gt;</a>'
