"""Where a task stands with its filing as of a day, and the sentence that says why.

The deadline's own day counts in until midnight (reading note 10). Being late is measured from the first filing
that was not withdrawn, so the time a plan lies with the checker never counts against the unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tasks.enums import TaskState, Timeliness
from tasks.rules import calendars, dates

DUE_SOON_WORKING_DAYS = 3
REFILE_WORKING_DAYS = 5
_NO_LEAD = "牵头单位待明确，暂不计算时限"


@dataclass(frozen=True)
class Standing:
    """`days_late` is None while nothing is due or nobody leads; `working_days_late` also beyond the calendar."""

    state: TaskState
    filed: Timeliness | None
    days_late: int | None
    working_days_late: int | None
    explanation: str


def due_soon_until(today: date) -> date:
    """The last deadline that presses today, three working days on: 2015-04-03 on 2015-03-31."""
    return working_days_from(today, DUE_SOON_WORKING_DAYS)


def default_refile_by(returned_on: date) -> date:
    """重新报送时限 offered when returning: five working days after the day of return."""
    return working_days_from(returned_on, REFILE_WORKING_DAYS)


def refile_overdue(*, refile_by: date | None, as_of: date) -> bool:
    """Whether what was returned should have been filed again by now; `refile_by` is None unless it was."""
    return refile_by is not None and as_of > refile_by


@lru_cache(maxsize=4096)  # thousands of tasks share a handful of situations
def standing(
    *,
    has_lead: bool,
    deadline: date,
    as_of: date,
    has_draft: bool,
    first_filed_on: date | None,
    decided: TaskState | None,
    refile_by: date | None,
    checked: bool = True,
) -> Standing:
    """Where something to be filed stands at the end of `as_of`.

    `first_filed_on` is None where nothing was filed, or it was taken back. `decided` is RETURNED or ACCEPTED where
    whoever checks what was filed has decided; what is not `checked` waits for nobody's decision.
    """
    if not has_lead:
        return Standing(TaskState.NO_LEAD, None, None, None, _NO_LEAD)
    if first_filed_on is None:
        return _not_filed(deadline, as_of, has_draft)
    filed = Timeliness.LATE if first_filed_on > deadline else Timeliness.ON_TIME
    days, working = _days_late(deadline, first_filed_on)
    explanation = _filing_in_words(deadline, first_filed_on)
    if checked or decided:
        explanation += _decision_in_words(decided, refile_by, as_of)
    return Standing(decided or TaskState(filed), filed, days, working, explanation)


def days_left_sentence(deadline: date, today: date, *, of: str = "") -> str:
    """距报送截止还有 2 个工作日（4月3日 周五）; of today, of a day past, and of days without work between too.

    Of a day past it says what was to be filed (`of`), as something else may be by then.
    """
    day = _with_weekday(deadline, today)
    if today > deadline:
        return f"{of}报送已于{day}截止"
    if today == deadline:
        return f"今天是报送截止日（{day}）"
    working = calendars.working_days_between(today, deadline)
    if working is None:
        reason = calendars.describe_days_off(today, deadline)
        return f"距报送截止还有 {(deadline - today).days} 天（{day}；{reason}，未计工作日）"
    if working == 0:
        return f"距报送截止还有 {(deadline - today).days} 天（{day}，其间均为休息日）"
    return f"距报送截止还有 {working} 个工作日（{day}）"


def _not_filed(deadline: date, as_of: date, has_draft: bool) -> Standing:
    if as_of > deadline:
        days, working = _days_late(deadline, as_of)
        return Standing(
            TaskState.MISSING, None, days, working, f"已逾期 {lateness_in_words(deadline, as_of)}"
        )
    begun = TaskState.DRAFT if has_draft else TaskState.NOT_STARTED
    state = TaskState.DUE_SOON if deadline <= due_soon_until(as_of) else begun
    so_far = "草稿尚未报送" if has_draft else begun.label
    explanation = f"{so_far}，{days_left_sentence(deadline, as_of)}"
    return Standing(state, None, None, None, explanation)


def _days_late(deadline: date, until: date) -> tuple[int, int | None]:
    return max((until - deadline).days, 0), calendars.working_days_between(deadline, until)


def lateness_in_words(deadline: date, until: date) -> str:
    """3 个工作日, with the days that do not count; whole days where no working day is among them or known."""
    days, working = _days_late(deadline, until)
    days_off = calendars.describe_days_off(deadline, until)
    if working is None:
        return f"{days} 天（{days_off}，未计工作日）"
    if working == 0:
        return f"{days} 天（休息日，未计工作日）"
    return f"{working} 个工作日（{days_off}）" if days_off else f"{working} 个工作日"


def late_by(deadline: date, until: date) -> str:
    """3 个工作日, for a line that has no room for which days do not count."""
    days, working = _days_late(deadline, until)
    return f"{working} 个工作日" if working else f"{days} 天"


def overdue(deadline: date, until: date) -> str:
    """，已逾期 3 个工作日, behind the day until which something is owed, or ""."""
    return f"，已逾期 {late_by(deadline, until)}" if until > deadline else ""


def overdue_in_words(missing: Mapping[date, int], not_refiled: int, as_of: date) -> str:
    """27 项逾期未报，4 个工作日；2 项退回后逾期未重新报送, or "". `missing` counts by deadline what is not filed and late: where
    that is more than one, the first says how long.
    """
    said = []
    if missing:
        longest = "最长 " if len(missing) > 1 else ""
        said.append(f"{sum(missing.values())} 项逾期未报，{longest}{late_by(min(missing), as_of)}")
    if not_refiled:
        said.append(f"{not_refiled} 项退回后逾期未重新报送")
    return "；".join(said)


def _filing_in_words(deadline: date, filed_on: date) -> str:
    day = dates.beside(filed_on, deadline)
    if filed_on > deadline:
        return f"{day}报送，逾期 {lateness_in_words(deadline, filed_on)}"
    return f"{day}按时报送"


def _decision_in_words(decided: TaskState | None, refile_by: date | None, as_of: date) -> str:
    if decided == TaskState.ACCEPTED:
        return "，已核收"
    if decided != TaskState.RETURNED:
        return "，待核对"
    if refile_by is None:
        return "；已退回修改"
    if refile_overdue(refile_by=refile_by, as_of=as_of):
        day = dates.beside(refile_by, as_of)
        return f"；已退回修改，已过重新报送时限（{day}）{lateness_in_words(refile_by, as_of)}"
    return f"；已退回修改，重新报送时限 {_with_weekday(refile_by, as_of)}"


def working_days_from(day: date, count: int) -> date:
    """As the calendar counts; in a year it does not know, Monday to Friday, so that states go on being told."""
    try:
        return calendars.add_working_days(day, count)
    except calendars.UnknownYear:
        return _weekdays_from(day, count)


def _weekdays_from(day: date, count: int) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if day.weekday() < 5:
            count -= step.days
    return day


def _with_weekday(day: date, beside: date) -> str:
    return f"{dates.beside(day, beside)} {calendars.WEEKDAYS[day.weekday()]}"
