"""A file is there whole or not at all, and why not is said in Chinese."""

import errno
import os
import re
from pathlib import Path

import pytest

from zgc_tasks.common.files import in_words, whole_file, why_not_written


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


# --- what the operating system says


def refused(act) -> OSError:
    with pytest.raises(OSError) as raised:  # noqa: PT011 - which one is what is asked
        act()
    return raised.value


def write(path: Path) -> None:
    with whole_file(path) as file:
        file.write(b"x")
        file.flush()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere/a", "文件夹不存在（{}），请先建立或改用其他位置"),
        ("file/a", "其中有一级是文件，不是文件夹（{}），请改用其他位置"),
        ("a" * 255, "名称太长（{}），请改短"),  # with what stands before it until it is whole
    ],
)
def test_what_is_wrong_with_a_place_is_said_in_chinese_with_the_name_that_was_given(tmp_path, place, words):
    (tmp_path / "file").touch()
    error = refused(lambda: write(tmp_path / place))
    assert in_words(error, writing=True) == words.format(tmp_path / place)
    assert why_not_written(error) == words.replace("（{}）", "")


def test_a_file_that_is_to_be_read_and_is_not_there_need_not_be_made(tmp_path):
    error = refused((tmp_path / "a").read_bytes)
    assert in_words(error) == f"文件或文件夹不存在（{tmp_path / 'a'}），请核对"


def test_a_folder_in_place_of_a_file_is_said(tmp_path):
    assert in_words(refused(tmp_path.read_bytes)) == f"这是一个文件夹（{tmp_path}），请写明文件名"


def test_a_full_disk_is_said():
    assert in_words(refused(lambda: write(Path("/dev/full")))) == "磁盘空间已满，请清理后再试"


def test_a_place_that_is_not_to_be_written_is_said_to_root_too():
    """That of the kernel: it is mounted to be read only, or refuses."""
    words = in_words(refused(lambda: write(Path("/sys/kernel/a"))))
    assert words in (
        "没有读写权限（/sys/kernel/a），请授予权限或改用其他位置",
        "所在磁盘只能读取（/sys/kernel/a），请改用其他位置",
    )


def test_no_word_of_the_system_is_left():
    for number in errno.errorcode:
        words = in_words(OSError(number, os.strerror(number), "/srv/甲"))
        assert "（/srv/甲），请" in words
        assert os.strerror(number) not in words
        assert not re.search("[a-z]", words.replace("/srv/", ""))


def test_an_error_of_our_own_says_it_itself():
    assert in_words(OSError("不能写入扫描件的文件夹")) == "不能写入扫描件的文件夹"
    assert in_words(ValueError("请改用另一份备份")) == "请改用另一份备份"
