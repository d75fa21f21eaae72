import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from screening.technology.classify import TechnologyText, classify
from screening.technology.faults import TechnologyFault
from screening.technology.features import HASH_BITS, FeatureSpace
from screening.technology.neighbours import DecisionIndex, PastDecision
from screening.technology.second_opinion import (
    Opinion,
    SecondOpinion,
    load_second_opinion,
    save_second_opinion,
)
from screening.technology.training import Example, fit, train
from tests.screening.technology.shipped_words import SHIPPED, shipped_matcher
from tests.screening.technology.small import small_matcher

SPACE = FeatureSpace(("L-1", "L-2"), ("sensor", "quantum"))
TAUGHT = ["Seismic arrays on slopes", "Seismic arrays and tremor", "Arrays of seismic stations"]
OTHER = ["Poems of the sea", "Labour law in cities", "Ancient pottery kilns", "Essays on tax law"]


def example(title: str, *positive: str, unknown: frozenset[str] = frozenset()) -> Example:
    text = TechnologyText.of(title=title)
    return Example(text, classify(text, small_matcher()), frozenset(positive), unknown)


def taught() -> SecondOpinion:
    examples = [example(title, "L-2") for title in TAUGHT] + [example(title) for title in OTHER]
    return train(examples, SPACE, threshold=0.4)


def asked(model: SecondOpinion, title: str, decisions: DecisionIndex | None = None) -> tuple[Opinion, ...]:
    text = TechnologyText.of(title=title)
    return model.rank(text, classify(text, small_matcher()), decisions)


def test_it_learns_words_that_no_list_has() -> None:
    first, second = asked(taught(), "Seismic arrays in caves")

    assert (first.code, first.worth_a_look) == ("L-2", True)
    assert first.probability > 0.4 > second.probability
    assert (second.code, second.worth_a_look) == ("L-1", False)


def test_an_area_the_lexicon_flags_is_ranked_but_not_worth_another_look() -> None:
    opinion = next(one for one in asked(taught(), "Seismic arrays and radar") if one.code == "L-2")

    assert not opinion.worth_a_look
    assert opinion.probability > 0.4


def test_an_ordinary_text_is_not_worth_a_look() -> None:
    assert not any(opinion.worth_a_look for opinion in asked(taught(), "Tax law and poems"))


def test_worth_a_look_comes_with_the_nearest_decisions() -> None:
    past = PastDecision("case-7", TechnologyText.of(title=TAUGHT[0]), "L-2", confirmed=True)
    (first, second) = asked(taught(), "Seismic arrays in caves", DecisionIndex([past]))

    assert [(one.ref, one.confirmed) for one in first.nearest] == [("case-7", True)]
    assert second.nearest == ()
    assert first.as_dict() == {
        "code": "L-2",
        "probability": first.probability,
        "worth_a_look": True,
        "nearest": [first.nearest[0].as_dict()],
    }


def test_what_nobody_judged_teaches_nothing() -> None:
    unknown = frozenset({"L-2"})
    examples = [example(title, "L-2") for title in TAUGHT] + [example(title) for title in OTHER]
    more = [example("Seismic arrays in caves", unknown=unknown) for _ in range(5)]

    one = train(examples, SPACE, threshold=0.4)
    two = train(examples + more, SPACE, threshold=0.4)

    assert np.allclose(one.hashed[:, 1], two.hashed[:, 1])
    assert not np.allclose(one.bias[0], two.bias[0])


def test_a_correction_changes_what_was_judged_and_leaves_the_rest() -> None:
    base = taught()
    judged = [example(title, unknown=frozenset({"L-1"})) for title in TAUGHT]

    corrected = train(judged, SPACE, threshold=0.4, base=base)

    before, after = (asked(model, "Seismic arrays in caves") for model in (base, corrected))
    assert next(one for one in after if one.code == "L-2").probability < before[0].probability
    assert np.array_equal(corrected.hashed[:, 0], base.hashed[:, 0])
    assert corrected.bias[0] == base.bias[0]


def test_newton_steps_come_closer_to_the_answer() -> None:
    kernel = np.array([[2.0, 0.5], [0.5, 1.0]])
    wanted = np.array([1.0, 0.0])
    settled = fit(kernel, wanted, np.zeros(2))

    one, two = (float(np.abs(fit(kernel, wanted, np.zeros(2), steps=steps) - settled).max()) for steps in (1, 2))

    assert one > two > 0
    assert settled[0] > 0 > settled[1]


def test_training_twice_gives_the_same_weights() -> None:
    assert np.array_equal(taught().hashed, taught().hashed)


def test_a_saved_model_answers_alike(tmp_path: Path) -> None:
    model = replace(taught(), manifest=manifest())
    save_second_opinion(model, tmp_path)

    loaded = load_second_opinion(tmp_path)

    assert (loaded.space, loaded.threshold, loaded.manifest) == (SPACE, 0.4, manifest())
    before, after = asked(model, "Seismic arrays in caves"), asked(loaded, "Seismic arrays in caves")
    assert [one.code for one in before] == [one.code for one in after]
    assert abs(before[0].probability - after[0].probability) < 0.01


def manifest() -> dict[str, object]:
    return {
        "areas": ["L-1", "L-2"],
        "concepts": ["sensor", "quantum"],
        "threshold": 0.4,
        "features": {"hash_bits": HASH_BITS},
    }


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"features": {"hash_bits": 9}}, "manifest.json.features.hash_bits", "model_of_other_features"),
        ({"areas": ["L-1"]}, "weights.npz.hashed", "model_incomplete"),
        ({"concepts": []}, "weights.npz.dense", "model_incomplete"),
    ],
)
def test_refuses_a_model_that_does_not_fit(tmp_path: Path, changes: dict[str, object], path: str, code: str) -> None:
    save_second_opinion(replace(taught(), manifest=manifest()), tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest() | changes), encoding="utf-8")

    with pytest.raises(TechnologyFault) as caught:
        load_second_opinion(tmp_path)

    assert (caught.value.path, caught.value.code) == (path, code)


def test_the_shipped_model_is_small_and_knows_the_shipped_areas() -> None:
    model = load_second_opinion(SHIPPED / "second_opinion")

    assert (SHIPPED / "second_opinion" / "weights.npz").stat().st_size < 10_000_000
    assert model.space.areas == tuple(area.code for area in shipped_matcher().technology_list.areas)
    assert model.manifest["trained_on"]["texts_shipped"] is False


def test_the_shipped_model_ranks_a_plain_case_first() -> None:
    model = load_second_opinion(SHIPPED / "second_opinion")
    text = TechnologyText.of(title="Deep reinforcement learning for image recognition")

    first = model.rank(text, classify(text, shipped_matcher()))[0]

    assert (first.code, first.worth_a_look) == ("JP20-03", False)
    assert first.probability > 0.5
