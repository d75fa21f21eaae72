"""One institution under several spellings, and two institutions with like ones."""

import pytest

from duediligence.domain.same_body import same_body


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Institute", "EXAMPLE  Institute"),
        ("Example Institute", "Department of Tests, Example Institute"),
        ("東京大学", "The University of Tokyo"),
        ("国立大学法人東都大学", "東都大学大学院工学研究科"),
        ("株式会社見本", "見本（株）"),
        ("産業技術総合研究所", "AIST"),
        ("東都大学医学部附属病院", "東都大学"),
        ("東都大学病院", "国立大学法人東都大学"),
    ],
)
def test_one_institution(one: str, other: str) -> None:
    assert same_body(one, other)
    assert same_body(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("東都大学", "西都大学"),
        ("東都大学", "北東都大学"),
        ("見本（株）", "手本（株）"),
        ("University of York", "York University"),
        ("National University", "National University of Singapore"),
        ("東都大学", "東塔大学"),
        ("西都大学附属病院", "東都大学"),
        ("東都病院", "東都大学"),
    ],
)
def test_two_institutions(one: str, other: str) -> None:
    assert not same_body(one, other)
