"""Keys are found by equality, each row once."""

from screening.matching.index.row_keys import RowKeys


def test_rows_of_a_key_ascend_and_come_once() -> None:
    keys = RowKeys.build([["k", "s"], [], ["s", "s"], ["北"]])
    assert [keys.rows(key).tolist() for key in ("k", "s", "北", "a", "z")] == [[0], [0, 2], [3], [], []]


def test_no_keys_at_all() -> None:
    assert RowKeys.build([]).rows("k").tolist() == []
