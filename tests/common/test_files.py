"""A file is there whole or not at all."""

import os

import pytest

from zgc_tasks.common.files import whole_file


def test_the_file_takes_its_name_at_the_end(tmp_path):
    with whole_file(tmp_path / "a") as file:
        file.write(b"all of it")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_bytes() == b"all of it"


def fail_half_way(path):
    with whole_file(path) as file:
        file.write(b"half")
        raise RuntimeError


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path):
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(RuntimeError):
        fail_half_way(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a"]
