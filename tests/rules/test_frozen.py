"""Frozen rows: the same value has the same digest, and which rows are no longer what they were."""

from tasks.rules import frozen

ROWS = [{"number": 2, "lead": "市科委"}, {"number": 10, "lead": "市教委"}]


def test_a_value_has_one_digest_however_its_keys_are_ordered():
    assert frozen.canonical({"b": [1, "市"], "a": None}) == '{"a":null,"b":[1,"市"]}'.encode()
    assert frozen.digest(dict(reversed(ROWS[0].items()))) == frozen.digest(ROWS[0])


def test_rows_that_changed_are_gone_or_came_since_are_named_in_order():
    known = frozen.digests([*ROWS, {"number": 3}])
    now = [ROWS[0], ROWS[1] | {"lead": "海淀区"}, {"number": 4}]
    assert frozen.differing(now, known) == [3, 4, 10]
    assert frozen.differing([*ROWS, {"number": 3}], known) == []


def test_a_checksum_is_read_out_in_fours_and_typed_as_one_likes():
    assert frozen.grouped("abcdef0123") == "abcd ef01 23"
    assert frozen.ungrouped(" ABCD ef01\n23 ") == "abcdef0123"
