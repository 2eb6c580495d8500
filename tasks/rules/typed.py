"""Conditions on what people type: the form that takes it and the action that writes it ask the same one.

Each refuses with the sentence for its field; without a value there is nothing to refuse.
"""

from datetime import date, datetime

from tasks.enums import CommentAnswer, ConsultationAnswer
from zgc_tasks.common.refusal import Kind, Refusal

NO_UNITS = "请至少选择一个单位"


def not_after_today(day: date | None, today: date, *, label: str, field: str) -> None:
    """Of a day on which something has happened."""
    _require(day is None or day <= today, f"{label}不能晚于今天，请重新填写", field)


def not_after_now(moment: datetime, now: datetime, *, label: str, field: str) -> None:
    _require(moment <= now, f"{label}不能晚于现在，请重新填写", field)


def refile_by(day: date, returned_on: date) -> None:
    """重新报送时限 lies after the day of return."""
    _require(day > returned_on, "重新报送时限应晚于今天，请重新填写", "refile_by")


def own_deadline(day: date, decided_on: date) -> None:
    """The deadline of a task's own is never before the decision that sets it (design §1)."""
    _require(day >= decided_on, "本项报送截止日期不能早于依据日期，请重新填写", "plan_deadline")


def some_units(units) -> None:
    _require(bool(units), NO_UNITS, "units")


def comment_answer(answer: str, text: str) -> None:
    """未采纳 comes with its reason."""
    _require(answer != CommentAnswer.NOT_ADOPTED or bool(text), "未采纳的意见请说明理由", "answer_text")


def consultation_answer(answer: str, opinion: str) -> None:
    """有意见 comes with the opinion, 无意见 without one."""
    _require(answer != ConsultationAnswer.OPINION or bool(opinion), "选择“有意见”时请填写意见内容", "opinion")
    _require(
        answer != ConsultationAnswer.NO_OBJECTION or not opinion,
        "已填写意见内容，请选择“有意见”，或清空意见内容",
        "answer",
    )


def _require(condition: bool, words: str, field: str) -> None:
    if not condition:
        raise Refusal(words, Kind.WRONG_INPUT, field)
