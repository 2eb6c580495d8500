"""催报 as text to copy into a phone or a mail; the system itself sends nothing.

`rows` are what a unit owes (`tasks.pages.owed.Owing.owed`): not filed, or returned and not filed again in time; `what` is
asked for, the plan or the progress of a round.
Tasks that share a deadline are named together, the earliest first; those returned come last.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from tasks.rules import dates
from tasks.rules.wording import within_title_marks

PLAN = "《工作任务实施方案》"
_WITH_CONTENT = 50  # tasks; a longer mail is not read


def short_message(programme, unit, rows: Sequence, *, today: date, what: str = PLAN) -> str:
    """催报短信 for the ledger rows a unit still owes; '' where it owes none."""
    if not rows:
        return ""
    first, *others = _in_groups(rows)
    said = [_clause(first, today, form=what, to=programme.receiving_office)]
    said += [_clause(group, today) for group in others]
    return (
        f"{unit}：按照{programme.document_number}要求，贵单位牵头的{'；'.join(said)}。"
        f"联系人：{programme.contact_name}，{programme.contact_phone}。"
    )


def email(programme, unit, rows: Sequence, *, today: date, what: str = PLAN) -> str:
    """催报邮件: the same with the content of every open task; of very many their numbers."""
    if not rows:
        return ""
    paragraphs = [_paragraph(group, programme, today) for group in _in_groups(rows)]
    fax = f"，传真：{programme.contact_fax}" if programme.contact_fax else ""
    return (
        f"{unit.full_name}：\n\n"
        f"按照《{within_title_marks(programme.document_title)}》（{programme.document_number}）要求，现就贵单位牵头工作任务的"
        f"{what}提醒如下。\n\n"
        f"{''.join(paragraphs)}"
        "如已报送，请告知报送日期和方式。\n\n"
        f"联系人：{programme.contact_name}，电话：{programme.contact_phone}{fax}\n\n"
        f"{programme.receiving_office}\n{dates.in_words(today)}\n"
    )


def _in_groups(rows: Sequence) -> list[list]:
    """Rows that wait for the same thing until the same day."""
    ordered = sorted(rows, key=lambda row: (*_waits_for(row), row.number))
    return [list(group) for _, group in groupby(ordered, key=_waits_for)]


def _waits_for(row) -> tuple[bool, date]:
    return row.refile_overdue, row.refile_by if row.refile_overdue else row.deadline


def _clause(rows: list, today: date, *, form: str = "", to: str = "") -> str:
    numbers = "、".join(str(row.number) for row in rows)
    count = f"（共{len(rows)}项）" if len(rows) > 1 else ""
    return f"第{numbers}项{count}{form}{_standing(rows[0], today)}{_asked(rows[0], today)}{to}"


def _paragraph(rows: list, programme, today: date) -> str:
    if len(rows) > _WITH_CONTENT:
        lines = f"第{'、'.join(str(row.number) for row in rows)}项"
    else:
        lines = "\n".join(f"{row.number}. {row.content}" for row in rows)
    asked = f"{_asked(rows[0], today)}{programme.receiving_office}"
    return f"以下{len(rows)}项{_standing(rows[0], today)}{asked}：\n\n{lines}\n\n"


def _standing(row, today: date) -> str:
    if row.refile_overdue:
        return f"退回修改，已过重新报送时限{dates.beside(row.refile_by, today)}，"
    return "尚未报送，"


def _asked(row, today: date) -> str:
    if row.refile_overdue:
        return "请修改后尽快重新报送"
    if today > row.deadline:
        return f"报送截止日期{dates.beside(row.deadline, today)}已过，请尽快报送"
    return f"请于{dates.beside(row.deadline, today)}前报送"
