"""Where a question to a participating unit stands: {% consultation_state consultation %}. Built in: no load."""

from datetime import date

from django import template

from tasks.enums import ConsultationAnswer
from tasks.models import Consultation
from tasks.rules import dates

register = template.Library()


@register.inclusion_tag("tasks/_consultation_state.html")
def consultation_state(consultation: Consultation, in_words: bool = False) -> dict:
    """`consultation` comes `with_settling`: 已线下征求, or a later question that was answered, counts instead."""
    state, label, on = _standing(consultation)
    return {
        "state": state,
        "label": label,
        "on": on and (dates.in_words(on) if in_words else dates.in_figures(on)),
    }


def _standing(asked: Consultation) -> tuple[str, str, date | None]:
    if asked.answer:
        return asked.answer, asked.get_answer_display(), asked.answered_on
    if asked.settled_answer == ConsultationAnswer.OFFLINE:
        return asked.settled_answer, "已线下征求", asked.settled_on
    if asked.settled_answer:
        return ConsultationAnswer.OFFLINE, "以后一次征求为准", asked.settled_on
    return "waiting", "待反馈", None
