"""催报 as text to copy into a phone or a mail; the system itself sends nothing."""

from collections.abc import Sequence
from datetime import date


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _numbers(rows: Sequence) -> str:
    return "、".join(str(row.number) for row in rows)


def _timing(deadline: date, today: date) -> str:
    if today > deadline:
        return f"报送截止日期{_day(deadline)}已过，请尽快报送"
    return f"请于{_day(deadline)}前报送"


def short_message(programme, unit, rows: Sequence, *, today: date) -> str:
    """催报短信 for the ledger rows a unit still owes; '' where it owes none."""
    if not rows:
        return ""
    deadline = min(row.deadline for row in rows)
    return (
        f"{unit}：按照{programme.document_number}要求，你单位牵头的第{_numbers(rows)}项（共{len(rows)}项）"
        f"《工作任务实施方案》尚未报送，{_timing(deadline, today)}{programme.receiving_office}。"
        f"联系人：{programme.contact_name}，{programme.contact_phone}。"
    )


def email(programme, unit, rows: Sequence, *, today: date) -> str:
    """催报邮件: the same with the content of every open task."""
    if not rows:
        return ""
    deadline = min(row.deadline for row in rows)
    lines = "\n".join(f"{row.number}. {row.content}" for row in rows)
    fax = f"，传真：{programme.contact_fax}" if programme.contact_fax else ""
    return (
        f"{unit.full_name}：\n\n"
        f"按照《{programme.document_title}》（{programme.document_number}）要求，各项工作任务牵头单位应于"
        f"{_day(programme.plan_deadline)}前报送《工作任务实施方案》。你单位牵头的以下{len(rows)}项尚未报送：\n\n"
        f"{lines}\n\n"
        f"{_timing(deadline, today)}{programme.receiving_office}。如已报送，请告知报送日期和方式。\n\n"
        f"联系人：{programme.contact_name}，电话：{programme.contact_phone}{fax}\n\n"
        f"{programme.receiving_office}\n{today.year}年{_day(today)}\n"
    )
