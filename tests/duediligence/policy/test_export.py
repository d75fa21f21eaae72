import json

import pytest

from duediligence.policy.export import as_data, content_hash
from duediligence.policy.parse import parse_policy
from tests.duediligence.policy.sample import shipped, small, small_policy


def test_what_was_read_can_be_written():
    assert as_data(small()) == small_policy()


@pytest.mark.parametrize("name", ["jp-manual-2025", "voluntary"])
def test_shipped_policies_survive_the_round_trip(name):
    policy = parse_policy(shipped(name))
    written = json.loads(json.dumps(as_data(policy)))
    assert written == shipped(name)
    assert parse_policy(written) == policy


def test_the_hash_does_not_depend_on_layout():
    data = small_policy()
    backwards = dict(reversed(data.items()))
    backwards["steps"][0]["help"] = None
    assert content_hash(parse_policy(backwards)) == content_hash(small())


def test_the_hash_depends_on_every_word():
    data = small_policy()
    data["steps"][0]["name"]["ja"] += "。"
    assert content_hash(parse_policy(data)) != content_hash(small())
    assert len(content_hash(small())) == 64
