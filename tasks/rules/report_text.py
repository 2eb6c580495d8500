"""The text of a 落实情况报告, as an office writes it, from the frozen rows alone: templates with figures.

Every paragraph may be edited; what it was generated from stays beside it. The figures in an edited paragraph are
compared with the rows (`disagreeing`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tasks.enums import CoordinationStatus, Outlook, StepState, TaskState
from tasks.rules import dates, goals

SECTIONS = ("总体情况", "各项工作任务进展", "存在的主要问题和提请协调事项", "下一步工作")
_NUMERALS = "一二三四五六七八九十"
_DIGITS = "〇零一二两三四五六七八九"
_AS_DIGITS = str.maketrans(_DIGITS, "001223456789")
LONGEST_PARAGRAPH = 20_000
NOTHING, NOBODY = "无。", "尚无单位报送。"


@dataclass(frozen=True)
class Paragraph:
    """`key` stays the same from draft to draft; `section` counts from 1, `heading` stands above it where it has one."""

    key: str
    section: int
    text: str
    heading: str = ""

    @property
    def label(self) -> str:
        """What it is called: by its own heading or by that of its section."""
        return self.heading or SECTIONS[self.section - 1]


@dataclass(frozen=True)
class Quoted:
    """A figure as a sentence has it: 应报37项."""

    label: str
    value: int
    measure: str

    def __str__(self) -> str:
        return f"{self.label}{self.value}{self.measure}"


def title_lines(frozen: dict) -> list[str]:
    """中关村国际人才工程2015年4月任务落实情况报告, broken where it may be (GB/T 9704-2012 §7.3.1)."""
    name = frozen["round"] or f"截至{dates.in_words(date.fromisoformat(frozen['as_of']))}"
    return [frozen["programme"]["title"], f"{name}任务落实情况报告"]


def section_heading(number: int) -> str:
    """一、总体情况"""
    return f"{_NUMERALS[number - 1]}、{SECTIONS[number - 1]}"


def paragraphs(frozen: dict) -> list[Paragraph]:
    """In the order of the report: an overview, a paragraph an area and one of what came late, problems, what is next."""
    areas = list(_areas(frozen["rows"]))
    return [
        Paragraph("overview", 1, _overview(frozen)),
        *areas,
        *_supplements(frozen, len(areas) + 1),
        Paragraph("problems", 3, _problems(frozen)),
        Paragraph("next", 4, _said(frozen["rows"], "next_text")),
    ]


def quoted(frozen: dict) -> list[Quoted]:
    """The figures that the text gives, as it gives them."""
    figures = frozen["figures"]
    return [
        *(_quoted_of_round(figures) if frozen["round"] else ()),
        Quoted("已办结", figures["ended"], "项"),
        *(Quoted(outlook.label, figures[f"outlook_{outlook}"], "项") for outlook in Outlook),
        Quoted("工作步骤", figures["steps"], "个"),
        Quoted("已完成", figures[f"steps_{StepState.DONE}"], "个"),
        Quoted("到期待报", figures[f"steps_{StepState.TO_REPORT}"], "个"),
        Quoted("逾期", figures[f"steps_{StepState.OVERDUE}"], "个"),
    ]


def _quoted_of_round(figures: dict) -> list[Quoted]:
    return [
        Quoted("应报", figures["owed"], "项"),
        Quoted("已报", figures["filed"], "项"),
        Quoted("按时报送", figures["on_time"], "项"),
        Quoted("逾期报送", figures["late"], "项"),
        Quoted(RETURNED, figures.get("returned", 0), "项"),  # which rows frozen earlier do not count
        Quoted("未报", figures["missing"], "项"),
    ]


def disagreeing(key: str, text: str, frozen: dict) -> list[tuple[str, str]]:
    """Figures in the text of the paragraph with this key, in digits or in words, that are not those of the rows: as written,
    and as they are. Of an area those before its tasks, of which leads wrote what they count.
    """
    if key == "overview":
        figures = [*quoted(frozen), *_quoted_of_tasks(frozen["figures"])]
    else:
        figures, text = _quoted_of_area(key, frozen["rows"]), _OF_A_TASK.split(text)[0]
    found = []
    for figure in figures:
        # 逾期3个工作日 counts no steps.
        number = rf"(\d+|[{_DIGITS}十百]+)"
        for written in re.finditer(rf"{figure.label}\s*{number}\s*{figure.measure}(?!工作日|月)", text):
            if _count(written[1]) not in (None, figure.value):
                found.append((written[0], str(figure)))
    return found


_OF_A_TASK = re.compile(r"第\d+项（")


def _quoted_of_tasks(figures: dict) -> list[Quoted]:
    unsaid = figures["led"] - sum(figures[f"outlook_{outlook}"] for outlook in Outlook)
    return [
        Quoted("共分解任务", figures["tasks"], "项"),
        Quoted("其余", figures["tasks"] - figures["led"], "项牵头单位待明确"),
        Quoted("", unsaid, "项尚未报送推进状态"),
    ]


def _quoted_of_area(key: str, rows: list[dict]) -> list[Quoted]:
    mine = [row for row in rows if _area_key(row["group"]) == key]
    if not mine:
        return []
    counted = ((each.label, sum(row["outlook"] == each for row in mine)) for each in Outlook)
    return [Quoted("本方面共", len(mine), "项任务"), *(Quoted(*each, "项") for each in counted)]


def _area_key(group: int) -> str:
    return f"area-{group}"


def _count(written: str) -> int | None:
    """二十三, 一百零五 and 百 too; None of what is no number."""
    hundreds, hundred, rest = written.translate(_AS_DIGITS).rpartition("百")
    tens, ten, ones = rest.partition("十")
    try:
        below = int(tens or 1) * 10 + int(ones or 0) if ten else int(rest or 0)
        return (int(hundreds or 1) * 100 if hundred else 0) + below
    except ValueError:
        return None


def _overview(frozen: dict) -> str:
    return "".join(part(frozen) for part in (_tasks, _filing, _ended, _outlooks, _steps, _goals))


def _tasks(frozen: dict) -> str:
    figures, programme = frozen["figures"], frozen["programme"]
    day = dates.in_words(date.fromisoformat(frozen["as_of"]))
    without = figures["tasks"] - figures["led"]
    undecided = f"，其余{without}项牵头单位待明确" if without else ""
    return (
        f"{programme['document_number']}《{programme['document_title']}》共分解任务{figures['tasks']}项，"
        f"截至{day}，{figures['led']}项已有牵头单位{undecided}。"
    )


def _filing(frozen: dict) -> str:
    if not frozen["round"]:
        return ""
    figures = _by_label(frozen)
    late = f"，其中{figures['按时报送']}、{figures['逾期报送']}" if figures["已报"].value else ""
    numbers = "、".join(
        f"第{row['number']}项" for row in frozen["rows"] if row["state"] == TaskState.RETURNED
    )
    returned = f"；{figures[RETURNED]}（{numbers}）" if figures[RETURNED].value else ""
    return f"{frozen['round']}进展{figures['应报']}，{figures['已报']}{late}{returned}；{figures['未报']}。"


def _ended(frozen: dict) -> str:
    ended = _by_label(frozen)["已办结"]
    return f"{ended}。" if ended.value else ""


def _outlooks(frozen: dict) -> str:
    """Only those that there are; what nobody said of is told too, so that they add up."""
    counted = [Quoted(each.label, frozen["figures"][f"outlook_{each}"], "项") for each in Outlook]
    said = [str(figure) for figure in counted if figure.value]
    unsaid = frozen["figures"]["led"] - sum(figure.value for figure in counted)
    if not said:
        return ""
    rest = f"；{unsaid}项尚未报送推进状态" if unsaid > 0 else ""
    return f"按牵头单位所报推进状态：{'、'.join(said)}{rest}。"


def _steps(frozen: dict) -> str:
    figures = _by_label(frozen, "个")
    if not figures["工作步骤"].value:
        return ""
    parts = [str(figures[label]) for label in ("已完成", "到期待报", "逾期") if figures[label].value]
    after = f"，{'、'.join(parts)}" if parts else ""
    return f"已核收的实施方案共列{figures['工作步骤']}{after}。"


def _goals(frozen: dict) -> str:
    return goals.sentence([goals.Told.from_json(each) for each in frozen.get("goals", ())])


def _by_label(frozen: dict, measure: str = "项") -> dict[str, Quoted]:
    return {figure.label: figure for figure in quoted(frozen) if figure.measure == measure}


def _areas(rows: list[dict]) -> Iterator[Paragraph]:
    ordered = sorted(rows, key=lambda row: (row["group"], row["number"]))
    for at, ((number, name), of_area) in enumerate(
        groupby(ordered, key=lambda row: (row["group"], row["group_name"]))
    ):
        yield Paragraph(_area_key(number), 2, _area(list(of_area)), f"（{_numeral(at + 1)}）{name}")


def _supplements(frozen: dict, at: int) -> Iterator[Paragraph]:
    """补报: of rounds that were reported before."""
    if came := frozen.get("supplements"):
        first = f"此前报告定稿后补报、更正的进展共{len(came)}项。"
        text = "\n".join([first, *(_supplement(each) for each in came)])
        yield Paragraph("supplements", 2, text, f"（{_numeral(at)}）此前报送期补报情况")


def _supplement(each: dict) -> str:
    day = dates.in_words(date.fromisoformat(each["filed_on"]))
    outlook = f"，推进状态为{Outlook(each['outlook']).label}" if each["outlook"] else ""
    said = _sentence(each["done_text"])
    return f"第{each['number']}项（{each['lead']}牵头，{each['round']}进展，{day}报送{outlook}）：{said}"


def _area(rows: list[dict]) -> str:
    counted = [(each.label, sum(row["outlook"] == each for row in rows)) for each in Outlook]
    said = "、".join(f"{label}{count}项" for label, count in counted if count)
    first = f"本方面共{len(rows)}项任务" + (f"，{said}。" if said else "，尚未报送推进状态。")
    return "\n".join([first, *_lines(rows, "done_text")])


def _problems(frozen: dict) -> str:
    """What leads wrote, and what was put to the leading group's office and is not settled."""
    put_forward = [_put_forward(each) for each in frozen.get("coordination", ())]
    said = list(_lines(frozen["rows"], "problem_text"))
    return "\n".join([*said, *put_forward]) if put_forward else _said(frozen["rows"], "problem_text")


def _put_forward(each: dict) -> str:
    day = dates.in_words(date.fromisoformat(each["wanted_by"]))
    return (
        f"第{each['number']}项提请协调（{each['unit']}提请，{CoordinationStatus(each['state']).label}）："
        f"{_sentence(each['what'])}请求{each['asked_of']}协调，希望{day}前解决。"
    )


def _said(rows: list[dict], name: str) -> str:
    """Where nobody has filed, nothing can be said of what there is not."""
    nobody = not any(row["filed"] or row.get("said_in") for row in rows)
    return "\n".join(_lines(rows, name)) or (NOBODY if nobody else NOTHING)


def _lines(rows: list[dict], name: str) -> Iterator[str]:
    """第14项（市教委牵头）：……, and where it is so, that nothing is new in it, or that it was returned."""
    for row in rows:
        if said := _sentence(row[name]):
            lead = f"{row['lead']}牵头" if row["lead"] else "牵头单位待明确"
            notes = [note for note in marks(row) if name == "done_text" or note != UNCHANGED]
            yield f"第{row['number']}项（{'，'.join([lead, *notes])}）：{said}"


UNCHANGED, RETURNED = "本期无新进展", "退回未重报"


def marks(row: dict) -> list[str]:
    """What is to be said beside the text of a task; in a report of no round, when that was filed."""
    unchanged, returned = row["unchanged"], row["state"] == TaskState.RETURNED
    filed = "" if row["round"] else row.get("said_in")
    found = ((f"{filed}报送", filed), (UNCHANGED, unchanged), (RETURNED, returned))
    return [mark for mark, holds in found if holds]


def _sentence(text: str) -> str:
    """Lines of a text as one sentence, '' where it says nothing."""
    lines = [line for each in text.splitlines() if (line := each.strip().rstrip("。；"))]
    body = "".join(line if line.endswith(_GOES_ON) else f"{line}；" for line in lines).rstrip("；，、：")
    return body if not body or body.endswith(("！", "？", "…")) else f"{body}。"


_GOES_ON = ("：", "，", "、", "！", "？")


def _numeral(number: int) -> str:
    """十一 too: a programme may have more than ten areas."""
    if number <= 10:
        return _NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    return f"{_NUMERALS[tens - 1] if tens > 1 else ''}十{_NUMERALS[ones - 1] if ones else ''}"
