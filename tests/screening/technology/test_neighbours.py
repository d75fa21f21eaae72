from screening.technology.classify import TechnologyText
from screening.technology.neighbours import DecisionIndex, PastDecision


def decision(ref: str, title: str, *, area: str = "L-2", confirmed: bool = True) -> PastDecision:
    return PastDecision(ref, TechnologyText.of(title=title), area, confirmed)


INDEX = DecisionIndex(
    [
        decision("case-1", "Seismic arrays for early warning"),
        decision("case-2", "Seismic interpretation of ruins", confirmed=False),
        decision("case-3", "Poetry of the sea"),
        decision("case-4", "Seismic arrays for early warning", area="L-1"),
    ]
)


def test_the_nearest_decisions_on_the_same_area_come_first() -> None:
    nearest = INDEX.nearest(TechnologyText.of(title="Seismic arrays under water"), "L-2")

    assert [(one.ref, one.confirmed) for one in nearest] == [("case-1", True), ("case-2", False)]
    assert nearest[0].similarity > nearest[1].similarity > 0
    assert "array" in nearest[0].shared
    assert nearest[1].shared == ("seismic",)


def test_the_same_text_is_wholly_alike() -> None:
    (one, *_rest) = INDEX.nearest(TechnologyText.of(title="Poetry of the sea"), "L-2")

    assert (one.ref, one.similarity) == ("case-3", 1.0)


def test_no_shared_word_means_no_neighbour() -> None:
    assert INDEX.nearest(TechnologyText.of(title="Enzymes"), "L-2") == ()
    assert INDEX.nearest(TechnologyText.of(title="Seismic"), "L-9") == ()


def test_at_most_as_many_as_asked_for() -> None:
    assert len(INDEX.nearest(TechnologyText.of(title="Seismic arrays"), "L-2", limit=1)) == 1


def test_as_dict_is_plain_data() -> None:
    (one,) = INDEX.nearest(TechnologyText.of(title="Ruins"), "L-2")

    assert one.as_dict() == {
        "ref": "case-2", "confirmed": False, "similarity": one.similarity, "shared": ["ruin"],
    }  # fmt: skip
