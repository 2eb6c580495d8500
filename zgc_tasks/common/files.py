"""Writing a file so that nobody ever finds half of it."""

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
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
