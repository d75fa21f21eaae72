"""A gate that processes wait at."""

import os

from config.embedded.gate import closed_gate, is_open


def test_a_gate_opens_when_the_block_ends() -> None:
    with closed_gate() as gate:
        waiting = os.dup(gate)
        assert not is_open(waiting, seconds=0.01)
    assert is_open(waiting, seconds=0)
    os.close(waiting)
