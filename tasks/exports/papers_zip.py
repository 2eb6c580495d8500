"""全套材料: the papers of a ledger in one ZIP file."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from tasks.exports.made import Made
from tasks.exports.plans_pdf import NothingFiled
from tasks.ledger import Ledger

Paper = tuple[str, Callable[[Ledger, BinaryIO, Made], None]]


def write(papers: Iterable[Paper], ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """Each as (file name, how it is written). Before anything is filed there is no 方案汇编, and the others are all there is;
    what one of them refuses is refused for all.
    """
    with ZipFile(out, "w", ZIP_DEFLATED) as together:
        for name, write_one in papers:
            paper = BytesIO()
            try:
                write_one(ledger, paper, made)
            except NothingFiled:
                continue
            together.writestr(name, paper.getvalue())
