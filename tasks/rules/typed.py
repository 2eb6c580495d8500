"""Conditions on what people type: the form that takes it and the action that writes it ask the same one.

Each refuses with the sentence for its field; without a value there is nothing to refuse.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from tasks.enums import CommentAnswer, ConsultationAnswer, DecidedBy, Outcome, StepEnding, StepProgress
from tasks.rules import dates, deadlines
from tasks.rules.known_years import AFTER_THE_END, LONGEST, KnownYears, issued_in
from tasks.rules.periods import Period
from zgc_tasks.common import days
from zgc_tasks.common.refusal import Kind, Refusal

NO_UNITS = "请至少选择一个单位"
NO_ENDING = "请选择取消、拆分或并入"
STEP_GONE = "接续的步骤已不在方案中，请重新勾选"
# A code is the first part of the addresses of its programme; these are taken (tests hold the list to the addresses).
TAKEN = ("ADMIN", "AUDIT", "HELP", "MEMBERSHIPS", "PASSWORD", "PROGRAMMES", "SESSION", "SESSIONS", "STATIC")


def in_known_years(day: date | None, years: KnownYears, *, label: str, field: str) -> None:
    """Of any day at all, past or to come."""
    require(day is None or day in years, f"{label}应在{years}之间，请核对年份后重新填写", field)


def not_after_today(day: date | None, today: date, *, label: str, field: str) -> None:
    """Of a day on which something has happened."""
    require(day is None or day <= today, f"{label}不能晚于今天，请重新填写", field)


def happened(day: date | None, years: KnownYears, today: date, *, label: str, field: str) -> None:
    """Both: in a year that can be known, and not still to come."""
    in_known_years(day, years, label=label, field=field)
    not_after_today(day, today, label=label, field=field)


def not_after_now(moment: datetime, now: datetime, *, label: str, field: str) -> None:
    require(moment <= now, f"{label}不能晚于现在，请重新填写", field)


def refile_by(day: date, returned_on: date) -> None:
    """重新报送时限 lies after the day of return."""
    require(day > returned_on, "重新报送时限应晚于今天，请重新填写", "refile_by")


def received_after_dated(received_on: date, dated_on: date | None) -> None:
    """A letter is not received before the day it was written."""
    require(
        dated_on is None or received_on >= dated_on,
        "收到日期不能早于来文日期，请核对后重新填写",
        "received_on",
    )


def stamped_after_made(received_on: date, made_on: date | None) -> None:
    """The stamped original of a plan is not received before the plan was made, where that day is known."""
    if made_on is not None:
        require(
            received_on >= made_on,
            f"盖章件收到日期不能早于方案签字、来文或报送的日期（{dates.in_words(made_on)}），请核对后重新填写",
            "received_on",
        )


def not_before_contact(expected_by: date | None, contacted_on: date) -> None:
    """By when a unit said that it would file; 1月5日 said in December is of the next year."""
    require(
        expected_by is None or expected_by >= contacted_on,
        "预计报送日期不能早于联系日期，请核对年份后重新填写",
        "expected_by",
    )


def issued_once_final(issued_on: date, final_on: date) -> None:
    """The paper of a report carries the day of 定稿: it is not issued before."""
    require(
        issued_on >= final_on,
        f"印发日期不能早于定稿日期（{dates.in_words(final_on)}），请核对后重新填写",
        "issued_on",
    )


def reason(text: str) -> None:
    """Of what is done to an accepted plan: whoever reads it later is to know why."""
    require(bool(text), "请填写原因", "reason")


def step_end(ending: str, into: Iterable[int], why: str, *, others: Iterable[int]) -> None:
    """取消, 拆分 or 并入 of a step in force (decision 0044): `into` and `others` are keys of steps, those that are in its
    place and those that can be.
    """
    into = list(into)
    require(ending in StepEnding.values, NO_ENDING, "ending")
    cancelled, merged = ending == StepEnding.CANCELLED, ending == StepEnding.MERGED
    require(not cancelled or not into, "取消的步骤没有接续步骤，请不要勾选", "into")
    require(cancelled or bool(into), "请勾选接续的步骤；尚未填写的，请先在方案中添加", "into")
    require(not merged or len(into) == 1, "并入只能选择一个步骤", "into")
    require(set(into) <= set(others), STEP_GONE, "into")
    reason(why)


def time_decision(outcome: str, granted: date | None, held: Period, asked: Period) -> None:
    """部分同意 names the day granted, which lies between the time in force and the one that was asked."""
    in_part = outcome == Outcome.IN_PART
    require(
        in_part or granted is None, "只有部分同意才填写同意的最后一日，请清空，或改选部分同意", "granted_last"
    )
    require(not in_part or granted is not None, "请填写同意的最后一日", "granted_last")
    if granted is None:
        return
    require(
        granted > held.last,
        f"同意的最后一日应晚于现行完成时间（{dates.in_words(held.last)}）；没有推迟的，请选择不同意",
        "granted_last",
    )
    require(
        asked.last is None or granted < asked.last,
        "同意的最后一日应早于拟调整的时间；全部同意的，请选择同意",
        "granted_last",
    )


def decided_for_own(decided_by: str, *, own: bool) -> None:
    """The leading group's office does not decide for a unit whose people are its own."""
    require(
        not own or decided_by == DecidedBy.GROUP,
        "牵头单位有人员在领导小组办公室任职，应由领导小组决定；请据领导小组的批示、会议纪要或复函登记",
        "decided_by",
    )


def own_deadline(day: date, decided_on: date) -> None:
    """The deadline of a task's own is never before the decision that sets it (design §1)."""
    require(day >= decided_on, "本项报送截止日期不能早于依据日期，请重新填写", "plan_deadline")


def time_to_file(day: date, recorded_on: date, common_deadline: date) -> None:
    """Recorded after the deadline of all, the lead has at least five working days."""
    if recorded_on > common_deadline:
        first = deadlines.default_refile_by(recorded_on)
        require(
            day >= first,
            f"已过报送截止日期，应至少留{deadlines.REFILE_WORKING_DAYS}个工作日，"
            f"本项报送截止日期请不早于{dates.in_words(first)}",
            "plan_deadline",
        )


def stays_on_time(day: date, filed_on: date | None, deadline_before: date) -> None:
    """No new deadline makes late what was filed in time."""
    if filed_on is not None and filed_on <= deadline_before:
        require(
            day >= filed_on,
            f"本项实施方案已于{dates.in_words(filed_on)}按时报送，报送截止日期不能早于这一天，请重新填写",
            "plan_deadline",
        )


def programme_code(code: str, *, label: str) -> None:
    """In capitals alone: no two codes have the same address, which is the code in lower case."""
    require(
        re.fullmatch(r"[A-Z][A-Z0-9]*", code) is not None,
        f"{label}应当由大写字母和数字组成，以字母开头，而不是“{code}”",
        "code",
    )
    require(code not in TAKEN, f"{label}“{code}”是系统自己的网址，请换一个代号", "code")


def programme_days(document_number: str, plan_deadline: date, ends_on: date | None) -> None:
    """The deadline follows the issue within ten years, and the end the deadline within thirty."""
    issued = issued_in(document_number)
    first, last = (issued, issued + AFTER_THE_END) if issued else (days.EARLIEST.year, days.LATEST.year)
    require(
        first <= plan_deadline.year <= last,
        f"报送截止日期应在{first}年至{last}年之间，请核对年份",
        "plan_deadline",
    )
    if ends_on is None:
        return
    require(ends_on >= plan_deadline, "实施期满不能早于报送截止日期，请核对", "ends_on")
    require(
        ends_on.year <= plan_deadline.year + LONGEST,
        f"实施期满应在报送截止日期之后{LONGEST}年之内，请核对年份",
        "ends_on",
    )


def deadline_unless_kept(day: date | None, *, keeps: bool) -> None:
    """What was filed goes to another lead with the deadline by which it was; else a decision sets one."""
    require(keeps or day is not None, "请填写本项报送截止日期", "plan_deadline")
    require(not keeps or day is None, "本项实施方案已报送，报送截止日期不变，请不要填写", "plan_deadline")


def some_units(units) -> None:
    require(bool(units), NO_UNITS, "units")


def dispute(words: str) -> None:
    """不一致 of what was entered on behalf says where."""
    require(bool(words), "请填写不一致之处", "dispute")


def comment_answer(answer: str, text: str) -> None:
    """未采纳 comes with its reason."""
    require(answer != CommentAnswer.NOT_ADOPTED or bool(text), "未采纳的意见请说明理由", "answer_text")


def consultation_answer(answer: str, opinion: str) -> None:
    """有意见 comes with the opinion, 无意见 without one."""
    require(answer != ConsultationAnswer.OPINION or bool(opinion), "选择“有意见”时请填写意见内容", "opinion")
    require(
        answer != ConsultationAnswer.NO_OBJECTION or not opinion,
        "已填写意见内容，请选择“有意见”，或清空意见内容",
        "answer",
    )


def step_report(state: str, done_on: date | None, year: int | None = None) -> None:
    """步骤情况: a step that is done was so on a day, another one on none. A `year` that is gone by is corrected by what it was
    instead; what is done belongs to the year of its day.
    """
    require(state in StepProgress.values, "请选择未开始、进行中或已完成", "state")
    done = state == StepProgress.DONE
    require(not done or done_on is not None, "步骤已完成的，请填写完成日期", "done_on")
    require(done or done_on is None, "步骤尚未完成，请不要填写完成日期", "done_on")
    require(not done or year is None, "报已完成的，按完成日期所在年度计，请不要选择更正的年度", "year")


def contribution(text: str) -> None:
    require(bool(text.strip()), "请填写提供的情况", "text")


def require(condition: bool, words: str, field: str) -> None:
    """Refuse what was typed, at its field."""
    if not condition:
        raise Refusal(words, Kind.WRONG_INPUT, field)
