"""What became of a task between two days: what got better, what worse, and what moved, each in words.

Better and worse are what lights, leads and steps say; a time or a lead that is another one is neither.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tasks.enums import CompletionKind, Light, Outlook, Turn
from tasks.rules.periods import Period
from tasks.rules.wording import joined

# From well to ill; what is not rated, or not said, is neither better nor worse than anything.
_LIGHTS = (Light.GREEN, Light.YELLOW, Light.RED)
_OUTLOOKS = (
    (Outlook.DONE,),
    (Outlook.ON_COURSE, Outlook.STANDING),
    (Outlook.NOT_BEGUN,),
    (Outlook.BEHIND,),
    (Outlook.UNLIKELY,),
)


@dataclass(frozen=True)
class Stood:
    """How far a task was on a `day`. `steps` are the times in force by the keys of steps, with their number; `done`, `again`
    (asked again in another year) and `overdue` keys of them, `said` on which day its lead said what each rests on; `finish`
    is None where nothing was accepted.
    """

    day: date = date.min
    light: Light = Light.NOT_RATED
    outlook: str = ""
    ended: str = ""
    lead: str = ""
    finish: Period | None = None
    steps: Mapping[int, tuple[int, Period]] = field(default_factory=dict)
    done: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()
    overdue: frozenset[int] = frozenset()
    said: Mapping[int, date] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    coordinations: int = 0


@dataclass(frozen=True)
class TurnInWords:
    turn: Turn
    words: str


def changes(before: Stood, now: Stood) -> tuple[TurnInWords, ...]:
    """Empty where nothing changed."""
    return (
        *_light(before, now),
        *_outlook(before, now),
        *_ended(before, now),
        *_steps(before, now),
        *_rounds(before, now),
        *_coordination(before, now),
        *_moved(before, now),
    )


def turns(found: tuple[TurnInWords, ...]) -> frozenset[Turn]:
    """A task may be better in one thing and worse in another."""
    return frozenset(change.turn for change in found) or frozenset({Turn.SAME})


def _light(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    if before.light == now.light:
        return
    words = f"{Light(before.light).label}变为{Light(now.light).label}"
    if now.light == Light.NOT_RATED:
        yield TurnInWords(Turn.MOVED, words)
        return
    if before.light == Light.NOT_RATED:
        better = now.light == Light.GREEN
    else:
        better = _LIGHTS.index(now.light) < _LIGHTS.index(before.light)
    if better and _got_better_by_times_alone(before, now):
        yield TurnInWords(Turn.MOVED, words)
    else:
        yield TurnInWords(Turn.BETTER if better else Turn.WORSE, words)


def _got_better_by_times_alone(before: Stood, now: Stood) -> bool:
    """Whether nothing that counts in a light was done or filed: what was overdue is to be done later now, or not at all."""
    moved = (_moved_or_gone(before, now) - now.done) | _done_by_time(before, now)
    by_work = before.overdue - now.overdue - moved
    return bool(before.overdue & moved) and not (by_work or now.ended or _filed(before, now))


def _outlook(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    if before.outlook == now.outlook:
        return
    said = "推进状态由{}变为{}".format(*(_said(each.outlook) for each in (before, now)))
    was, by_now = _grade(before.outlook), _grade(now.outlook)
    if was is None or by_now is None or was == by_now:
        yield TurnInWords(Turn.MOVED, said)
    else:
        yield TurnInWords(Turn.BETTER if by_now < was else Turn.WORSE, said)


def _said(outlook: str) -> str:
    return f"“{Outlook(outlook).label}”" if outlook else "未报"


def _grade(outlook: str) -> int | None:
    return next((n for n, alike in enumerate(_OUTLOOKS) if outlook in alike), None)


def _ended(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    if now.ended and not before.ended:
        yield TurnInWords(Turn.BETTER, f"办结：{CompletionKind(now.ended).label}")
    elif before.ended and not now.ended:
        yield TurnInWords(Turn.WORSE, "办结后重新开启")


def _steps(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    """What came to be so by another time alone has moved: nobody did anything."""
    yield from _better_or_moved(now, now.done - before.done, _done_by_time(before, now), "完成")
    if again := (before.done & now.again) - now.overdue:
        yield TurnInWords(Turn.MOVED, f"{_numbers(now, again)}进入新的年度，本年待报")
    if undone := (before.done - now.done - now.again) & (set(now.steps) - _of_another_time(before, now)):
        yield TurnInWords(Turn.WORSE, f"{_numbers(now, undone)}改为未完成")
    if overdue := now.overdue - before.overdue:
        yield TurnInWords(Turn.WORSE, f"{_numbers(now, overdue)}逾期")
    no_more = before.overdue - now.overdue - now.done
    yield from _better_or_moved(before, no_more, _moved_or_gone(before, now), "不再逾期")


def _better_or_moved(
    stood: Stood, keys: frozenset[int], by_time: set[int], words: str
) -> Iterator[TurnInWords]:
    for turn, found in ((Turn.BETTER, keys - by_time), (Turn.MOVED, keys & by_time)):
        if found:
            yield TurnInWords(turn, f"{_numbers(stood, found)}{words}")


def _of_another_time(before: Stood, now: Stood) -> set[int]:
    """The keys of steps that stood on both days, whose time is another one."""
    both = before.steps.keys() & now.steps.keys()
    return {key for key in both if before.steps[key][1] != now.steps[key][1]}


def _moved_or_gone(before: Stood, now: Stood) -> set[int]:
    """And those of steps that the plan in force has no more, or that none is in force of."""
    return _of_another_time(before, now) | (before.steps.keys() - now.steps.keys())


def _done_by_time(before: Stood, now: Stood) -> set[int]:
    """Those that are done by what had been said before already, of a time that is another one."""
    moved = (now.done - before.done) & _of_another_time(before, now)
    return {key for key in moved if now.said[key] <= before.day}


def _numbers(stood: Stood, keys: frozenset[int]) -> str:
    return f"第{joined(map(str, sorted(stood.steps[key][0] for key in keys)))}步"


def _rounds(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    if missing := [name for name in now.missing if name not in before.missing]:
        yield TurnInWords(Turn.WORSE, f"{joined(missing)}进展逾期未报")
    if filed := _filed(before, now):
        yield TurnInWords(Turn.BETTER, f"{joined(filed)}进展不再缺报")


def _filed(before: Stood, now: Stood) -> list[str]:
    return [name for name in before.missing if name not in now.missing]


def _coordination(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    more = now.coordinations - before.coordinations
    if more:
        turn, what = (Turn.WORSE, "增加") if more > 0 else (Turn.BETTER, "减少")
        yield TurnInWords(turn, f"未解决的提请协调事项{what} {abs(more)} 件")


def _moved(before: Stood, now: Stood) -> Iterator[TurnInWords]:
    if before.lead != now.lead:
        yield TurnInWords(Turn.MOVED, f"牵头单位由{before.lead or '待明确'}变为{now.lead or '待明确'}")
    if before.finish is not None and now.finish is not None and before.finish != now.finish:
        yield TurnInWords(Turn.MOVED, f"完成时间由{_time(before.finish)}变为{_time(now.finish)}")
    moved = _of_another_time(before, now)
    for key, (number, time) in now.steps.items():
        if key in moved:
            yield TurnInWords(Turn.MOVED, f"第{number}步时限由{_time(before.steps[key][1])}变为{_time(time)}")
    if before.finish is None and now.finish is not None:
        yield TurnInWords(Turn.MOVED, "实施方案核收")
    elif before.steps and now.steps and set(before.steps) != set(now.steps):
        yield TurnInWords(Turn.MOVED, f"工作步骤由 {len(before.steps)} 个变为 {len(now.steps)} 个")


def _time(time: Period) -> str:
    return time.text or "未填写"
