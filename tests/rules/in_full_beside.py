"""As `in_full.py`, of the rules that plans and pages ask beside: what is refused of what is typed, which times move and which
hold, lives as tables, letters, names, marks and what is kept as JSON.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

from tasks.enums import (
    CommentAnswer,
    ConsultationAnswer,
    CoordinationAction,
    DecidedBy,
    Outcome,
    StepEnding,
    StepProgress,
    TaskState,
    TimeChangeKind,
)
from tasks.rules import (
    answers,
    contact_changes,
    coordination,
    deadlines,
    differences,
    frozen,
    goals,
    known_years,
    office_names,
    periods,
    progress_sheet,
    receipts,
    refiling,
    round_terms,
    step_ends,
    step_pairs,
    step_texts,
    times,
    typed,
    wording,
)
from tasks.rules.coordination_life import COORDINATION
from tasks.rules.known_years import KnownYears
from tasks.rules.periods import NO_TIME, Period, read
from tasks.rules.progress_life import PROGRESS
from tasks.rules.round_terms import Terms
from tasks.rules.sheet import FIELDS, PEOPLE, Sheet, Step
from tasks.rules.statement import PLACES, ReportedFigure, Statement, StepStatement
from tasks.rules.step_ends import StepEnd
from tasks.rules.times import FINISH, Change, Held
from tasks.rules.workflow import PLAN, Machine
from tests.rules.in_full import GOAL, PLANS, REPORTS
from tests.rules.plans import FULL, plan, step
from zgc_tasks.common.refusal import Refusal

TODAY = date(2015, 4, 3)
AROUND = [TODAY + timedelta(days=n) for n in (-1, 0, 1)]
YEARS = KnownYears(2014, 2016, TODAY)
TEXTS = ("", "经费未到")


def _refused(rule, *asked, **more) -> str:
    try:
        rule(*asked, **more)
    except Refusal as refusal:
        return f"{refusal.kind.value} {refusal.field} {refusal.words}"
    return "可以"


def refused() -> Iterator[str]:
    """Of each condition what it says of both sides of its boundary."""
    about = {"label": "日期", "field": "day"}
    days = (None, *AROUND, *(date(year, 1, 1) for year in (1999, 2000, 2013, 2014, 2017)), date(2016, 12, 31))
    for day in days:
        yield f"{day} in_known_years：{_refused(typed.in_known_years, day, YEARS, **about)}"
        yield f"{day} happened：{_refused(typed.happened, day, YEARS, TODAY, **about)}"
        yield f"{day} not_after_today：{_refused(typed.not_after_today, day, TODAY, **about)}"
    now = datetime(2015, 4, 3, 9, tzinfo=UTC)
    for minutes in (-1, 0, 1):
        yield f"{minutes} not_after_now：{_refused(typed.not_after_now, now + timedelta(minutes=minutes), now, **about)}"
    of_two_days = (
        typed.refile_by, typed.received_after_dated, typed.not_before_contact, typed.own_deadline,
        round_terms.later_than_due,
    )  # fmt: skip
    for rule, day in product(of_two_days, AROUND):
        yield f"{day} {rule.__name__}：{_refused(rule, day, TODAY)}"
    yield f"{_refused(typed.received_after_dated, TODAY, None)} {_refused(typed.not_before_contact, None, TODAY)}"
    for rule, text in product((typed.reason, typed.dispute, typed.some_units, coordination.said), TEXTS):
        yield f"{text!r} {rule.__name__}：{_refused(rule, text)}"
    yield f"{_refused(typed.contribution, ' ')} {_refused(typed.contribution, '情况')}"
    for answer, text in product((*CommentAnswer, *ConsultationAnswer), TEXTS):
        rule = typed.comment_answer if answer in CommentAnswer.values else typed.consultation_answer
        yield f"{answer} {text!r}：{_refused(rule, answer, text)}"
    for ending, into, why in product((*StepEnding, "另行"), ((), (1,), (1, 2), (3,)), TEXTS):
        yield f"{ending} {into} {why!r}：{_refused(typed.step_end, ending, into, why, others=(1, 2))}"
    for state, day, year in product((*StepProgress, "另行"), (None, TODAY), (None, 2014)):
        yield f"{state} {day} {year}：{_refused(typed.step_report, state, day, year)}"
    for decided_by, own in product(DecidedBy, (True, False)):
        yield f"{decided_by} {own}：{_refused(typed.decided_for_own, decided_by, own=own)}"
    for day, keeps in product((None, TODAY), (True, False)):
        yield f"{day} {keeps}：{_refused(typed.deadline_unless_kept, day, keeps=keeps)}"


def refused_days() -> Iterator[str]:
    for granted, outcome, asked in product(
        (None, *(date(2015, 9, 30) + timedelta(n) for n in (0, 1, 30, 31, 91, 92))),
        Outcome,
        ("2015年12月", "长期"),
    ):
        held, asked = read("2015年9月"), read(asked)
        yield f"{outcome} {granted} {asked}：{_refused(typed.time_decision, outcome, granted, held, asked)}"
    for recorded_on, more in product(AROUND, (0, 6, 7, 8, 9, 10)):
        day = TODAY + timedelta(days=more)
        yield f"{recorded_on} {day}：{_refused(typed.time_to_file, day, recorded_on, TODAY)}"
    for day, filed_on, before in product(AROUND, (None, *AROUND), AROUND[:2]):
        yield f"{day} {filed_on} {before}：{_refused(typed.stays_on_time, day, filed_on, before)}"
    for number, (deadline, ends_on) in product(
        ("京人才发〔2015〕3号", "无文号", "(1899)", "【2014]"),
        (
            *((date(year, 12, 31), None) for year in (1999, 2000, 2014, 2015, 2025, 2026, 2999)),
            *((TODAY, day) for day in (*AROUND, date(2045, 12, 31), date(2046, 1, 1))),
        ),
    ):
        yield f"{number} {deadline} {ends_on}：{_refused(typed.programme_days, number, deadline, ends_on)}"
        known = known_years.known_years(
            document_number=number, plan_deadline=deadline, ends_on=ends_on, today=TODAY
        )
        yield f"  {known} {[day in known for day in (TODAY, date(known.first, 1, 1), date(known.last, 12, 31))]}"
    terms = Terms("第一期", TODAY, TODAY + timedelta(30), TODAY + timedelta(20), TODAY + timedelta(40))
    for more in (
        {}, {"name": ""}, {"name": "另一期"}, {"covers_until": TODAY}, {"covers_until": AROUND[0]}, {"opens_on": TODAY},
        {"opens_on": AROUND[0]}, {"due_on": terms.opens_on}, {"due_on": terms.opens_on - timedelta(1)},
        *({name: date(2013, 1, 1)} for name in ("covers_from", "covers_until", "opens_on", "due_on")),
        *({name: date(2017, 1, 1)} for name in ("covers_from", "covers_until", "opens_on", "due_on")),
    ):  # fmt: skip
        found = _refused(round_terms.plausible, replace(terms, **more), years=YEARS, taken={"另一期"})
        yield f"{', '.join(f'{name} {value}' for name, value in more.items())}：{found}"
    within = {"today": TODAY, "years": YEARS}
    for day in (*AROUND, date(2013, 1, 1), date(2017, 1, 1)):
        yield f"{day} wanted_by：{_refused(coordination.wanted_by, day, TODAY, YEARS)}"
        for raised_on in AROUND[:2]:
            yield f"{day} {raised_on} dated：{_refused(coordination.dated, day, raised_on=raised_on, **within)}"
    for action, units, day in product(
        CoordinationAction, ((), ("市甲局",)), (None, *AROUND, date(2017, 1, 1))
    ):
        yield f"{action} {units} {day}：{_refused(coordination.passed_on, action, units, day, **within)}"
    for action, note in product(CoordinationAction, TEXTS):
        yield f"{action} {note!r}：{_refused(coordination.noted, action, note)}"
    for day, filed_on, last in product(AROUND, AROUND[:2], (None, *AROUND[:2])):
        found = _refused(contact_changes.plausible_since, day, today=TODAY, filed_on=filed_on, last=last)
        yield f"{day} {filed_on} {last} plausible_since：{found}"


class _Change:
    def __init__(self, since: date, **said: str):
        self.since, self.said = since, said


def contacts() -> Iterator[str]:
    names = [field.name for field in PEOPLE]
    as_filed = {name: getattr(FULL, name) for name in names}
    for name, basis in product(names, TEXTS):
        typed_now = as_filed | {name: ""}
        yield f"{contact_changes.changed(FULL, typed_now)} {_refused(contact_changes.basis_noted, [name], basis)}"
    yield _refused(contact_changes.changed, FULL, as_filed)
    yield _refused(contact_changes.basis_noted, names, "")
    changes = [
        _Change(TODAY, contact_name="王某", contact_phone="010-1"),
        _Change(AROUND[2], contact_name="赵某", responsible_office=""),
        _Change(AROUND[2], contact_phone=FULL.contact_phone),
    ]
    for known in (changes[:n] for n in range(4)):
        now, since = contact_changes.holding(FULL, known), contact_changes.since_when(known)
        yield f"{[getattr(now, name) for name in names]} {contact_changes.in_words(FULL, now, since)}"
    yield from (f"{contact_changes.told(each.said)} {contact_changes.labels(each.said)}" for each in changes)


MAY, JUNE, AUGUST, SEPTEMBER, OCTOBER = (read(f"2015年{month}月") for month in (5, 6, 8, 9, 10))
LONG_TERM, ONGOING = read("长期"), read("持续推进")
DUES = (JUNE, AUGUST, SEPTEMBER, OCTOBER, LONG_TERM, NO_TIME)


def _sheet(finish: Period, *dues: Period) -> Sheet:
    steps = (Step(f"步骤{key}", due, key=key) for key, due in enumerate(dues, start=1))
    return Sheet(finish=finish, steps=tuple(steps))


HELD = {
    FINISH: Held(FINISH, AUGUST, SEPTEMBER, 1),
    1: Held(1, JUNE, JUNE),
    2: Held(2, JUNE, AUGUST, 1),
    3: Held(3, LONG_TERM, LONG_TERM),
    4: Held(4, JUNE, JUNE, ending=StepEnding.CANCELLED),
}
CHANGES = (
    Change(FINISH, OCTOBER, "审批较慢", TimeChangeKind.DECIDED, pk=1),
    Change(
        FINISH, OCTOBER, "再次推迟", TimeChangeKind.DECIDED, outcome=Outcome.IN_FULL, granted=OCTOBER, pk=2
    ),
    Change(FINISH, LONG_TERM, "长期", TimeChangeKind.DECIDED, outcome=Outcome.IN_PART, granted=OCTOBER, pk=3),
    Change(FINISH, OCTOBER, "不同意", TimeChangeKind.DECIDED, outcome=Outcome.REFUSED, pk=4),
    Change(1, AUGUST, "论证较慢", TimeChangeKind.RECORDED, pk=5),
    Change(1, OCTOBER, "随完成时间", TimeChangeKind.DECIDED, pk=6),
    Change(2, NO_TIME, "取消", TimeChangeKind.RECORDED, StepEnding.CANCELLED, pk=7),
    Change(2, OCTOBER, "拆分", TimeChangeKind.RECORDED, StepEnding.SPLIT, pk=8),
)
ENDS = (
    (), (StepEnd(2, StepEnding.CANCELLED, (), "任务调整"),), (StepEnd(2, StepEnding.SPLIT, (1, 5), "分步推进"),),
    (StepEnd(2, StepEnding.MERGED, (1,), "两步合办"), StepEnd(4, StepEnding.CANCELLED, (), "再次取消")),
    (StepEnd(9, StepEnding.CANCELLED, (), "没有这一步"),),
)  # fmt: skip


def moved_times() -> Iterator[str]:
    for one, other in product((*DUES, ONGOING, read("2015年6月30日前")), DUES):
        yield f"{one} {other}：{times.same(one, other)} {times.later(one, other)}"
    for finish, due in product(DUES, DUES):
        written = _sheet(finish, due, AUGUST, LONG_TERM)
        yield f"完成 {finish}，第1步 {due}：{'；'.join(map(_moved, times.moved(HELD, written, ())))}"
        yield f"  {times.notes(written, HELD)} {[str(each.due) for each in times.steps_in_force(written.steps, HELD)]}"
        for each in times.to_explain(HELD, written, {FINISH: "场地未落实"}, CHANGES[4:5]):
            yield f"  {_moved(each.moved)} {each.reason} {each.past_finish}"
        told = set()
        for changes in ((), *((change,) for change in CHANGES[:6]), CHANGES, CHANGES[1:6:4], CHANGES[2:6:3]):
            filed = times.as_held(written, HELD, changes)
            found = (
                f"{_holding(times.holding(HELD, written, (), changes))}；{filed.finish} {filed.steps[0].due}"
            )
            if found not in told:
                yield f"  {[change.pk for change in changes]} {found}"
            told.add(found)
    for ends, changes, last in product(ENDS, ((), CHANGES), (OCTOBER, AUGUST)):
        written = replace(
            _sheet(SEPTEMBER, JUNE), steps=(Step("步骤1", last, key=1), Step("步骤5", last, key=5))
        )
        yield f"{[f'{end.key} {end.ending}' for end in ends]} {len(changes)} {last}"
        yield f"  {'；'.join(map(_moved, times.moved(HELD, written, ends)))}"
        yield f"  {_holding(times.holding(HELD, written, ends, changes))}"
        yield f"  {step_ends.in_words(ends, written)} {step_ends.unexplained(_sheet(JUNE, *DUES[:4]), written, ends)}"
    yield from (held.in_words for held in HELD.values())
    yield f"{[change.waits for change in CHANGES]} {[StepEnd.from_json(end.to_json()) == end for end in ENDS[3]]}"
    yield f"{times.moved({}, _sheet(OCTOBER, JUNE), ENDS[1])} {_holding(times.holding({}, _sheet(OCTOBER, JUNE), (), ()))}"


def _moved(each: times.Moved) -> str:
    return f"{each.key} {each.number} {each.before.time}→{each.asked} {each.kind} {each.ending}"


def _holding(found: list[times.Holding]) -> str:
    return "；".join(
        f"{each.held.key} {each.held.time} {each.held.moves} {each.held.ending} {each.previous}"
        f" {each.change and each.change.pk}"
        for each in found
    )


def lives() -> Iterator[str]:
    for machine in (PLAN, PROGRESS, COORDINATION):
        yield from machine.diagram().splitlines()
        statuses, actions = type(machine.first), type(machine.table[0].action)
        for status, action in product(statuses, actions):
            yield f"{status} {action}：{_after(machine, status, action)}"
        yield from (f"{status}：{' '.join(machine.possible(status))}" for status in statuses)


def _after(machine: Machine, status, action) -> str:
    try:
        return f"{machine.after(status, action)} {' '.join(sorted(machine.row(status, action).roles))}"
    except Refusal as refusal:
        return f"{refusal.kind.value} {refusal.words}"


STEPS = (
    (), ("印发细则",), ("印发细则", "组织论证", "公布名单"), ("组织论证", "公布名单", "印发细则"),
    ("印发实施细则", "另行研究", "论证"), ("公布名单", "组织专家论证", "印发细则", "组织论证"), ("", "印发细则", ""),
    ("开展开展开展", "开展", "展开"), ("组织论证会", "组织论证", "论证"),
)  # fmt: skip
KEYS = ((None,) * 4, (1, 2, 3, 4), (3, 1, None, 2), (2, 2, 9, 0))


def pairs() -> Iterator[str]:
    for one, other in product(STEPS, STEPS):
        for keys, other_keys in ((KEYS[0], KEYS[0]), (KEYS[1], KEYS[2]), (KEYS[1], KEYS[0])):
            before, after = _steps(one, keys), _steps(other, other_keys)
            found = step_pairs.pairs(before, after)
            carried = [each.key for each in step_pairs.carry_keys(before, after)]
            yield f"{found} {step_pairs.in_order(found)} {step_pairs.reversed_pairs(found)} {carried}"
            rows = differences.compare_steps(before, after)
            yield f"  {[(each.kind.value, each.number_before, each.number_after, each.moved) for each in rows]}"
    for texts, keys in product(STEPS[:4], KEYS):
        given, next_key = step_pairs.give_keys(_steps(texts, keys), (1, 2), 5)
        yield f"{[each.key for each in given]} {next_key}"


def _steps(texts: tuple[str, ...], keys: tuple[int | None, ...]) -> list[Step]:
    return [Step(text, key=key) for text, key in zip(texts, keys, strict=False)]


SHEETS = (
    *PLANS, Sheet(), plan(contact_phone=""), plan(participants=("", " ", "市科委")),
    plan(steps=(step("", ""), step("论证", "4月"), step(" ", ""), step("", "", ""))),
    plan(steps=(Step("", NO_TIME, "市科委"), Step("", Period("4月")), Step("论证", key=3))),
)  # fmt: skip


def sheets() -> Iterator[str]:
    for sheet in SHEETS:
        trimmed, known = sheet.trimmed(), Sheet.from_json(sheet.to_json())
        yield f"{len(trimmed.steps)} {trimmed.participants} {known == sheet} {sheet.without_phone().contact_phone}"
        rows = [sheet.with_rows(steps=n, participants=n) for n in range(4)]
        yield f"  {[(len(each.steps), each.participants) for each in rows]}"
        full = sheet.completed(number=7, lead="市甲局", content="内容", participants=["市丙局"])
        yield f"  {full.number} {full.lead} {full.content} {full.participants}"
        yield f"  {[step['key'] for step in sheet.to_json()['steps'] if 'key' in step]}"
        yield f"  {[each.key for each in sheet.with_keys(range(5, 5 + len(sheet.steps))).steps]}"
        again = sheet.read(issued=2014)
        yield f"  {again.start.first} {again.finish.last} {[each.due.last for each in again.steps]}"
    for field in FIELDS:
        yield f"{field.name} {field.in_one_line} {field.wide} {field.width} {field.paper_width} {field.demanded}"
    for said in (
        *REPORTS,
        Statement(steps=(StepStatement(1), StepStatement(2, word=" ")), figures=(ReportedFigure(),)),
    ):
        trimmed, carried = said.trimmed(), said.carried_over()
        yield f"{len(trimmed.steps)} {len(trimmed.figures)} {said.outlook_in_words} {said.step(1).state} {said.step(9)}"
        yield f"  {Statement.from_json(said.to_json()) == said} {carried.unchanged} {carried.steps} {carried.figures}"
        yield f"  {sorted(progress_sheet.marks(said).items())}"
    yield f"{PLACES}"
    for name in ("what", "number", "measure", "source"):
        yield f"{name} {ReportedFigure(**{name: '1'}).blank} {ReportedFigure(**{name: ' '}).blank}"
    yield f"{ReportedFigure(day=Period('4月')).blank} {StepStatement(1, done_on=Period('4月')).blank}"


NAMES = {1: ("人力资源处", "人事处"), 2: ("科技金融处",), 3: ("办公室",), 4: ("人事处",)}
UNIT = ("中关村管委会", "中关村管委会机关", "市科委")
ENTRIES = ("市科委", "等", "有关区县", "及相关单位", "等有关区县", "市教委")


def words() -> Iterator[str]:
    for written in (
        "人力资源处", "中关村管委会机关办公室", "中关村管委会", "市科委科技金融处", "人事处", "办", "人资处", "资源处", "金融处",
        "科", "", "人力资源处（张三）", "财务处",
    ):  # fmt: skip
        may_mean = [office_names.may_mean(written, names) for names in NAMES.values()]
        yield f"{written} {office_names.office_named(written, NAMES, UNIT)} {may_mean}"
    for entries in (ENTRIES, ENTRIES[:1], (), ENTRIES[1:], ENTRIES[::-1], ENTRIES[2:5]):
        yield f"{wording.joined(entries)} {wording.in_pieces(entries)} {wording.in_lines(entries)}"
    yield " ".join(wording.beginning("一二三", most) for most in (2, 3, 4))
    for text in ("", "一二", " 一\r\n二\n\n三 ", "\n"):
        yield f"{text!r} {step_texts.measured(text)} {answers.mark_of('adopted', text)} {answers.in_words('adopted', text)!r}"
    yield f"{answers.in_words('另行', '理由')!r}"
    numbers = (
        "京人才发〔2015〕3号",
        "（1999）",
        "[2000]",
        "【2099】",
        "〔1899〕",
        "2015",
        "〔20155〕",
        "〔2015",
    )
    yield " ".join(str(known_years.issued_in(number)) for number in numbers)
    goal = GOAL._replace(value=None, counted_on=None, source="")
    told = [goal, *(GOAL._replace(value=value) for value in (3999, 4000, 4001))]
    yield from (
        f"{each.exceeded} {each.standing} {each.aim} {goals.Told.from_json(each.to_json())}" for each in told
    )
    yield from (goals.sentence(told[:n]) for n in range(4))
    rows = [{"number": 2, "a": "甲"}, {"number": 1, "a": "乙"}, {"number": 10}]
    known = frozen.digests(rows)
    changed = [rows[0] | {"a": "丙"}, *rows[1:], {"number": 3}]
    yield f"{known} {frozen.differing(rows[:2], known)} {frozen.differing(changed, known)}"
    yield f"{frozen.grouped('0123456789')} {frozen.ungrouped(' 01AB 23 ')} {frozen.canonical({'b': 1, 'a': '甲'}).decode()}"


def letters() -> Iterator[str]:
    for received, filed in product(range(1, 6), range(1, 6)):
        moments = (datetime(2015, 4, received, 9, tzinfo=UTC), datetime(2015, 4, filed, 9, tzinfo=UTC))
        yield f"{received} {filed}：{receipts.in_words(*moments, TODAY)}"
    new_year = datetime(2016, 1, 4, 9, tzinfo=UTC)
    yield receipts.in_words(new_year, new_year + timedelta(1), date(2015, 12, 31))
    for day, count in product(
        (date(2015, 3, 31), date(2015, 4, 1), date(2015, 4, 24), date(2016, 12, 28)), (1, 2, 5)
    ):
        yield refiling.in_words(day, deadlines.working_days_from(day, count), "收到")
    yield f"{refiling.in_words(date(2039, 12, 28), date(2040, 1, 4))} {refiling.in_words(TODAY, date(2015, 4, 7))}"
    for missing, again in product(({}, {TODAY: 2}, {TODAY: 2, AROUND[0]: 1}), (0, 2)):
        yield f"{missing} {again}：{deadlines.overdue_in_words(missing, again, date(2015, 4, 9))}"
    for day in (*AROUND, date(2015, 4, 6), date(2015, 4, 7), date(2040, 1, 3)):
        late = (
            deadlines.lateness_in_words(TODAY, day),
            deadlines.late_by(TODAY, day),
            deadlines.overdue(TODAY, day),
        )
        over = [deadlines.refile_overdue(refile_by=by, as_of=day) for by in (None, TODAY)]
        yield f"{day}：{' / '.join(late)} {over} {deadlines.due_soon_until(day)} {deadlines.default_refile_by(day)}"
        stands = deadlines.standing(
            has_lead=day != TODAY, deadline=TODAY, as_of=day, has_draft=True, first_filed_on=TODAY,
            decided=TaskState.RETURNED, refile_by=TODAY, checked=False,
        )  # fmt: skip
        yield f"  {stands.state} {stands.filed} {stands.explanation}"
    for deadline, day in product((TODAY, date(2015, 4, 6), date(2040, 1, 3)), (*AROUND, date(2015, 4, 5))):
        yield f"{deadline} {day}：{deadlines.days_left_sentence(deadline, day)}"
    for text in (
        "2015年6月", "长期", "每年12月底前", "2015年—2017年，每年底前", "每年6月底前，此后长期", "已启动",
        "", "尽快", "6月", "中旬", "每", " ",
    ):  # fmt: skip
        found = read(text)
        until, marks = found.recurs_until, (found.is_standing, found.understood, bool(found))
        told = (found.kind, periods.explain(found), periods.lacks(found))
        yield f"{text}：{until} {marks} {' '.join(map(str, told))} {Period.from_json(found.to_json()) == found}"


BESIDE = (refused, refused_days, contacts, moved_times, lives, pairs, sheets, words, letters)
