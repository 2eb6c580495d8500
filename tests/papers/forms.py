"""The 表样 with little and with much in it: plans that nobody has to type first, from the same door as all others."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from tasks.exports import plan_form_pdf
from tasks.exports.plan_form_pdf import FilingMark, PrintedSheet
from tasks.rules.periods import Period
from tasks.rules.sheet import Sheet, Step

RARE = "𠮷㛃镕喆堃䶮⑳㎡"
FILED = FilingMark("GJRC-04-1", 1, date(2015, 3, 30))
BLANK = Sheet(
    number=4,
    lead="市教委",
    content="启动实施北京高校“高精尖创新中心建设计划”，依托学科优势，引进国际顶尖领军人才及创新团队。",
)
PLAN = replace(
    BLANK,
    supervising_leader="张某",
    responsible_office="科研处",
    contact_name="李某",
    contact_phone="010-00000012",
    start=Period("2015年4月"),
    finish=Period("长期坚持"),
    participants=("市科委", "海淀区", "等有关区县"),
)
_LONGEST = "科学技术与研究生工作处（高校人才工作办公室）"


def _steps(count: int, *, times: int = 1, unit: str = "") -> tuple[Step, ...]:
    return tuple(
        Step(
            f"第{number}步：{'制定实施办法，明确建设目标和遴选程序，' * times}报市政府",
            Period("2015年9月底前"),
            unit,
        )
        for number in range(1, count + 1)
    )


def _full() -> Sheet:
    """Every field as long as it can be."""
    line = (_LONGEST * 5)[:100]
    period = Period("2015年第二季度启动，2016年6月底前完成阶段性任务，此后持续推进并每年12月底前报告" * 2)
    return replace(
        PLAN,
        content=BLANK.content * 4,
        supervising_leader=line,
        responsible_office=line,
        contact_name=line,
        contact_phone=("010-00000012转8001、" * 10)[:100],
        start=period,
        finish=period,
        steps=(
            Step("组织专家论证和实地考察，" * 166, period, "市经济信息化委"),
            *_steps(3, times=6, unit="市教委"),
        ),
        participants=tuple(f"中关村科技园区第{number}管理委员会" for number in range(1, 31)),
    )


SHEETS = {
    "blank": BLANK,
    **{f"{count}-steps": replace(PLAN, steps=_steps(count)) for count in (1, 3, 40, 100)},
    "3-long-steps": replace(PLAN, steps=_steps(3, times=7, unit="市知识产权局")),
    "full": _full(),
    "rare": replace(PLAN, contact_name=RARE, steps=(Step(f"{RARE}\ue000", Period("2015年5月")),)),
}


def write(folder: Path) -> None:
    """Each to be read, to be signed before filing, and to be signed after it."""
    for name, sheet in SHEETS.items():
        draft = PrintedSheet(sheet, mark="送审稿", version="第5版文本，2015年4月1日10:05保存")
        signed = PrintedSheet(sheet, mark="签字稿", filing=FILED)
        for kind, form in {
            "filed": PrintedSheet(sheet, filing=FILED),
            "draft": draft,
            "sign": signed,
        }.items():
            out = BytesIO()
            plan_form_pdf.write([form], out)
            (folder / f"form-{name}-{kind}.pdf").write_bytes(out.getvalue())
