"""Writing a file so that nobody ever finds half of it, and what the operating system says of files, in Chinese."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes its name `path` only when all of it is on the disk.

    Where the block fails, what stood at `path` before stays, and nothing is left beside it. A device or a pipe
    is written to as it is: it must not be replaced by a file.
    """
    if path.exists() and not path.is_file():
        with open(path, "wb") as file:
            yield file
        return
    with named(path):
        handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


@contextmanager
def named(path: Path) -> Iterator[None]:
    """What fails inside names this place, and not one whose name was made up at random."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


_ELSEWHERE = "请改用其他位置"
# Why, and what to do about it.
_WORDS = {
    errno.ENOENT: ("文件或文件夹不存在", "请核对"),
    errno.ENOTDIR: ("其中有一级是文件，不是文件夹", _ELSEWHERE),
    errno.EISDIR: ("这是一个文件夹", "请写明文件名"),
    errno.EACCES: ("没有读写权限", "请授予权限或改用其他位置"),
    errno.EPERM: ("没有读写权限", "请授予权限或改用其他位置"),
    errno.EROFS: ("所在磁盘只能读取", _ELSEWHERE),
    errno.ENOSPC: ("磁盘空间已满", "请清理后再试"),
    errno.EDQUOT: ("磁盘空间已满", "请清理后再试"),
    errno.EFBIG: ("文件超过了允许的大小", "请放宽限制后再试"),
    errno.EIO: ("磁盘读写出错", "请检查磁盘"),
    errno.ENAMETOOLONG: ("名称太长", "请改短"),
    errno.ELOOP: ("符号链接互相指向", _ELSEWHERE),
    errno.EMFILE: ("打开的文件过多", "请稍后再试"),
    errno.ENFILE: ("打开的文件过多", "请稍后再试"),
}
# A file that is to be written need not be there, its folder has to.
_WORDS_OF_WRITING = _WORDS | {errno.ENOENT: ("文件夹不存在", "请先建立或改用其他位置")}


def why(error: OSError) -> str:
    """The reason alone. An error without a number is in words of our own."""
    if error.errno is None:
        return str(error)
    return _words(error)[0]


def why_not_written(error: OSError) -> str:
    """And what to do about it."""
    return str(error) if error.errno is None else "，".join(_words(error, writing=True))


def in_words(error: Exception, *, writing: bool = False) -> str:
    """Why, where and what to do; an error of our own says it itself."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    reason, advice = _words(error, writing)
    place = f"（{error.filename}）" if error.filename else ""
    return f"{reason}{place}，{advice}"


def _words(error: OSError, writing: bool = False) -> tuple[str, str]:
    unknown = f"系统错误 {errno.errorcode.get(error.errno, error.errno)}", _ELSEWHERE
    return (_WORDS_OF_WRITING if writing else _WORDS).get(error.errno, unknown)
