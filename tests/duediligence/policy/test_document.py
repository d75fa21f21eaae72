import pytest

from duediligence.policy.document import read_document
from duediligence.policy.faults import PolicyRefused
from duediligence.policy.parse import check_policy
from tests.duediligence.policy.sample import FIXTURES


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_reads_json_with_or_without_a_mark_of_order(start):
    assert read_document(start + '{"code": "確認"}'.encode()) == {"code": "確認"}


def test_reads_what_ships():
    for path in (FIXTURES / "policies").glob("*.json"):
        assert check_policy(read_document(path.read_bytes())) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"name": "手順"}'.encode("cp932"), "the policy: is not written in UTF-8 (byte 10)"),
        (b'{\n "code": \n}', "the policy: is not JSON: line 3, column 1"),
        (b"", "the policy: is not JSON: line 1, column 1"),
        (b"[" * 100_000, "the policy: is nested too deeply or holds a number that is too long"),
        (b"9" * 5_000, "the policy: is nested too deeply or holds a number that is too long"),
        (
            b'{"steps": [{"code": "a", "role": "x", "code": "b"}]}',
            "the policy: holds an object in which the key “code” appears twice",
        ),
    ],
)
def test_refuses_what_is_no_json_document(content, message):
    with pytest.raises(PolicyRefused) as refused:
        read_document(content)
    assert str(refused.value) == message
