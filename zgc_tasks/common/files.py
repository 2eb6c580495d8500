"""Writing a file so that nobody ever finds half of it."""

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


def why_not_written(error: OSError) -> str:
    """And what to do about it. An error without a number is in words of our own."""
    if error.errno is None:
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "文件夹不存在，请先建立或改用其他位置"
    if isinstance(error, PermissionError):
        return "没有读写权限，请授予权限或改用其他位置"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹，请写明文件名"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘空间已满，请清理后再试"
    return f"{error.strerror or error}，请改用其他位置"
