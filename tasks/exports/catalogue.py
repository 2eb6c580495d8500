"""Every document that can be made of a ledger, by the name it has in addresses and in the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from tasks.exports import (
    csv,
    json,
    papers_zip,
    plans_pdf,
    register_xlsx,
    situation_pdf,
    summary_pdf,
    unfiled_pdf,
    xlsx,
)
from tasks.exports.made import Made
from tasks.ledger import Ledger
from tasks.rules import dates

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF_TYPE = "application/pdf"


@dataclass(frozen=True)
class Export:
    """`whole` ones describe all units and are for those who oversee them; `public` ones hold the register alone;
    of the others everybody gets the rows of their own unit.
    """

    name: str
    title: str
    content_type: str
    write: Callable[[Ledger, BinaryIO, Made], None]
    whole: bool = False
    public: bool = False

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2]

    def file_name(self, ledger: Ledger) -> str:
        """中关村国际人才工程汇总表（部分）20150407.xlsx"""
        day = f"{dates.in_file_name(ledger.as_of)}{'（预计）' if ledger.forecast else ''}"
        return f"{ledger.programme.short_name}{self.title}{ledger.part}{day}.{self.suffix}"


def _without_made(write: Callable[[Ledger, BinaryIO], None]) -> Callable[[Ledger, BinaryIO, Made], None]:
    """For formats that carry rows only and nothing of who made them."""
    return lambda ledger, out, made: write(ledger, out)


_PAPERS = (
    Export("summary.xlsx", "汇总表", XLSX_TYPE, xlsx.write),
    Export("summary.pdf", "汇总表", PDF_TYPE, summary_pdf.write),
    Export("summary.csv", "汇总表", "text/csv; charset=utf-8", _without_made(csv.write)),
    Export("times.csv", "时限变动", "text/csv; charset=utf-8", _without_made(csv.write_times)),
    Export("summary.json", "汇总表", "application/json", _without_made(json.write)),
    Export("unfiled.pdf", "方案未报名单", PDF_TYPE, unfiled_pdf.write, whole=True),
    Export("situation.pdf", "报送情况", PDF_TYPE, situation_pdf.write, whole=True),
    Export("plans.pdf", "方案汇编", PDF_TYPE, _without_made(plans_pdf.write)),
    Export("register.xlsx", "任务分解表", XLSX_TYPE, _without_made(register_xlsx.write), public=True),
)


def _all_papers(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    """All of them, under the names they have by themselves."""
    papers_zip.write(((paper.file_name(ledger), paper.write) for paper in _PAPERS), ledger, out, made)


_ALL = (*_PAPERS, Export("papers.zip", "全套材料", "application/zip", _all_papers, whole=True))
EXPORTS = {export.name: export for export in _ALL}
