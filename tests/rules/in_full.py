"""Many cases of each rule, and what it says of them, a line a case. Cases are told apart by their boundaries: the day itself and
the days beside it, one thing left out or another, one end as another.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

from tasks.enums import CompletionKind, Light, Outlook, RoundCycle, StepProgress, TaskState
from tasks.rules import (
    attention,
    calendars,
    comparison,
    course,
    crosschecks,
    dates,
    deadlines,
    differences,
    pasted_tables,
    pasting,
    periods,
    progress_checks,
    report_text,
    round_terms,
    step_standing,
    times_of_day,
)
from tasks.rules.goals import Told
from tasks.rules.periods import NO_TIME, Period
from tasks.rules.progress_checks import StepToReport
from tasks.rules.sheet import Step
from tasks.rules.statement import ReportedFigure, Statement, StepStatement
from tasks.rules.step_standing import RoundDays, Said, StepStanding
from tests.rules.plans import FULL, plan, step
from tests.rules.test_comparison import APRIL as APRIL_AT_FIRST
from tests.rules.test_comparison import STOOD
from tests.rules.test_report_text import COUNTED, TWO_AREAS, frozen, row

BEIJING = ZoneInfo("Asia/Shanghai")
POINTS = (
    "4月",
    "2015年4月",
    "4月3日",
    "4月中旬",
    "第二季度",
    "上半年",
    "2015年",
    "年底",
    "次年3月",
    "春节",
    "5",
)
AROUND = (
    "{}", "{}前", "{}后", "{}起", "{}左右", "截至{}", "{}起长期坚持", "已启动，{}完成", "{}已启动", "2015年2月已启动，{}",
    "{}（周五）", "{}，9月", "每年{}前", "{}，尽快", "拟印发，{}",
)  # fmt: skip

# Every word of which a time is made.
_WORDS = {
    "6月{}": "初 上旬 上中旬 中上旬 中 中旬 中下旬 下旬 底 末 终 上半月 下半月 上下旬",
    "2015年{}": "初 中 底 末 终 尾 春季 夏季 秋季 暑假 暑期 上半年 前半年 下半年 后半年 内 全年 度",
    "{}前": "元旦 劳动节 建党节 教师节 国庆节 三八 五一 六一 七一 八一 十一 清明 端午 中秋 春节",
    "第一季度{}": "初 中 末 底",
    "{}季度": "第一 二 第三 第四 第五 II 前2 前三 本 下 次",
    "{}6月": "今年 本年 当年 明年 来年 次年 翌年 下年 下一年 后年 去年 上年 15年 2016年",
    "十{}": "二五 三五 四五 三五初 三五中期 三五末 三五期间",
    "2015年6月{}": "1日（周一） 2日（周二） 3日（周三） 4日（周四） 5日（周五） 6日（周六） 7日（周日） 7日（周天） 30号",
    "{}": "Q2 岁末 月底 本月 下月 次月 前2个月 前11个月 2015—16年 201506 20150630 2015.6 2015-6-30 6.30",
    "{}开展": "长期 常年 持续 每年 每季度末 每月10日前 逐年 按季度 即日起 正在 随时 不定期 每半年 每隔2年",
}
WORDS = [place.format(word) for place, words in _WORDS.items() for word in words.split()]
OF_TWO = ("2015年4月—6月", "4月—2015年6月", "4月，2015年6月", "2015年4月，6月")


def wordings() -> Iterator[str]:
    for word in WORDS:
        found = periods.read(word, year=2015, month=12, issued=2014)
        yield f"{word}：{_days(found)} {found.kind}"
    for around, point in product(AROUND, POINTS):
        yield _wording(around.format(point))
    for left, right in product(POINTS, POINTS):
        yield _wording(f"{left}—{right}")
    for before, point in product(("2015年12月底前", "2016年5月"), (*POINTS, *OF_TWO)):
        _, finish, dues = periods.read_plan("2015年10月", f"{point}前", [before, f"{point}前"], issued=2015)
        yield f"{before}，{point}前：{_days(dues[1])}；完成 {_days(finish)}"


def _wording(text: str) -> str:
    found = periods.read(text, year=2015, month=4, issued=2015)
    marks = ("时间" if periods.is_time(text) else "", "一日" if periods.day(text, year=2015).last else "")
    said = (_days(found), found.kind, periods.explain(found), periods.explain_start(found), *marks)
    return f"{text}：{' / '.join(said)}"


def _days(period: Period) -> str:
    return f"{period.first or ''}…{period.last or ''} {'；'.join(note.fact for note in period.notes)}".strip()


DUES = [
    periods.read(text) for text in ("2015年4月底前", "2014年—2016年，每年4月底前", "每年4月底前", "长期", "")
]
UNDER_WAY, DONE = StepProgress.UNDER_WAY, StepProgress.DONE
DONE_BEFORE = Said(DONE, date(2014, 5, 12), date(2014, 4, 30), of_year=2014)
SAID = (
    None,
    Said(UNDER_WAY, date(2015, 4, 30), word="过半"),
    Said(UNDER_WAY, date(2015, 5, 1)),
    Said(DONE, date(2015, 5, 12), date(2015, 4, 30), of_year=2015, before=(DONE_BEFORE,)),
    Said(DONE, date(2015, 5, 12), date(2015, 5, 4)),
    Said(StepProgress.NOT_BEGUN, date(2015, 5, 2), of_year=2014, before=(DONE_BEFORE,)),
)
ROUNDS = (
    RoundDays(date(2015, 4, 1), date(2015, 4, 30), date(2015, 5, 8)),
    RoundDays(date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 8)),
)
ON = [
    date(2015, 4, 15),
    *(date(2015, 4, 30) + timedelta(n) for n in (0, 1, 8, 9)),
    date(2016, 4, 30),
    date(2017, 5, 9),
]


def steps() -> Iterator[str]:
    for due, said in product(DUES, SAID):
        name = f"{due or '未填写'}，{said.state.label + str(said.said_on) if said else '未报'}"
        since = step_standing.overdue_from(due=due, said=said, rounds=ROUNDS)
        yield f"{name}：逾期自 {since}，到期 {step_standing.has_come_due(due, said)}"
        for as_of in ON:
            (found,) = step_standing.in_time(
                [Step("论证", due, key=1)], {1: said} if said else {}, ROUNDS, as_of
            )
            stands = found.standing
            late = (stands.days_late, stands.working_days_late, *stands.years_done)
            again = "，再报" if found.asked_again else ""
            yield f"  {as_of} {stands.state} {stands.explanation} {late} {found.due_on}{again}"


LIMITS = attention.Limits(red_days=30, red_rounds=2)


def courses() -> Iterator[str]:
    filed, missing = course.Owed(date(2015, 4, 3), date(2015, 4, 7)), course.Owed(date(2015, 5, 8), None)
    for said, owed, ended in product(
        SAID, ((), (filed,), (filed, missing), (missing, missing)), (False, True)
    ):
        in_force = [Step("论证", DUES[0], key=1), Step("印发", DUES[3], key=2)]
        days = course.course(
            in_force, {1: said} if said else {}, rounds=ROUNDS, owed=owed, limits=LIMITS, ended=ended
        )
        shown = ["" if day is None else f"{day:%m-%d}" for day in vars(days).values()]
        yield f"{said and said.state} {len(owed)} {ended}：{' / '.join(shown)}"


def matters() -> Iterator[str]:
    late, soon = StepStanding("overdue", "逾期", 30, 20), StepStanding("to_report", "待报")
    done, open_ = StepStanding("done", "完成"), StepStanding("open", "未到期")
    not_yet_late, again = (
        StepStanding("overdue", "逾期", 29, 20),
        StepStanding("open", "未到期", years_done=(2014,)),
    )
    for given in (
        {}, {"steps": ((1, late),)}, {"steps": ((1, not_yet_late), (2, late))}, {"steps": ((1, done),)},
        {"steps": ((1, open_),)}, {"steps": ((1, again),)}, {"steps": ((1, soon), (3, soon))},
        {"missing": ("三月",), "owed": 1}, {"missing": ("三月", "四月"), "owed": 2}, {"owed": 1}, {"late": ("三月", 2)},
        {"returned": "三月"}, {"unchanged_in_a_row": 1}, {"unchanged_in_a_row": 1, "step_fell_due_meanwhile": True},
        {"unchanged_in_a_row": 2}, {"unchanged_in_a_row": 3}, {"coordinations": 2}, {"step_fell_due_meanwhile": True},
        {"ended": True, "owed": 1, "missing": ("三月",)}, {"ended": True},
        *({"outlook": outlook} for outlook in Outlook), *({"plan": state} for state in TaskState),
        *({"finish": date(2015, 5, day), "steps": ((1, open_), (2, done))} for day in (7, 8, 22, 25)),
    ):  # fmt: skip
        facts = attention.Facts(**given)
        words = [each.words for each in attention.attention(facts, date(2015, 5, 8))]
        yield f"{', '.join(given)}：{attention.light(facts, LIMITS)} {'；'.join(words)}"


def standings() -> Iterator[str]:
    deadline = date(2015, 4, 3)
    for as_of, draft in product(
        (date(2015, 3, 30), date(2015, 3, 31), *(date(2015, 4, n) for n in (2, 3, 4, 7))), (False, True)
    ):
        stands = deadlines.standing(
            has_lead=True, deadline=deadline, as_of=as_of, has_draft=draft, first_filed_on=None, decided=None, refile_by=None,
        )  # fmt: skip
        yield f"{as_of} {draft}：{_stands(stands)} {deadlines.days_left_sentence(deadline, as_of)}"
    decisions = (
        (None, None),
        (TaskState.ACCEPTED, None),
        (TaskState.RETURNED, None),
        (TaskState.RETURNED, date(2015, 4, 9)),
    )
    filed = (date(2015, 4, 3), date(2015, 4, 5), date(2015, 4, 7))
    for first, (decided, by), day, checked in product(
        filed, decisions, (date(2015, 4, 9), date(2015, 4, 10)), (True, False)
    ):
        stands = deadlines.standing(
            has_lead=True, deadline=deadline, as_of=day, has_draft=True, first_filed_on=first, decided=decided, refile_by=by,
            checked=checked,
        )  # fmt: skip
        yield f"{first} {decided} {by} {day} {checked}：{_stands(stands)}"


def _stands(found: deadlines.Standing) -> str:
    return f"{found.state} {found.filed} {found.days_late} {found.working_days_late} {found.explanation}"


def days_off() -> Iterator[str]:
    days = [date(2014, 12, 30), *(date(2015, month, day) for month, day in (
        (1, 4), (2, 15), (2, 17), (2, 25), (3, 31), (4, 3), (4, 6), (4, 7), (5, 1), (9, 2), (9, 7), (9, 30), (10, 10),
    )), date(2003, 12, 31), date(2004, 1, 5), date(2040, 1, 1)]  # fmt: skip
    for after, until in [*pairwise(days), (days[1], days[8]), (days[4], days[4])]:
        counted = calendars.working_days_between(after, until)
        yield f"{after} {until}：{counted} {calendars.describe_days_off(after, until)} {deadlines.overdue(after, until)}"
    for day in days:
        around = (deadlines.working_days_from(day, count) for count in (-3, 0, 1, 5))
        yield f"{calendars.weekday_in_words(day)} {' '.join(map(str, around))}"


PLANS = (
    FULL, plan(contact_name="王某", contact_phone=""), plan(finish="2018年6月"), plan(participants=("市科委",)), plan(steps=()),
    plan(steps=FULL.steps[::-1]), plan(steps=(*FULL.steps, step("公布名单", "", "市科委"))), plan(steps=FULL.steps[1:]),
    plan(steps=(step("印发建设计划和实施细则", "5月底前", "市科委"), step("另行研究经费", "长期"))), plan(participants=()),
    plan(start="2016年", finish="2015年6月", steps=(step("甲", "2017年1月"), step("", "2014年5月"), step("乙", "尽快"))),
    plan(supervising_leader="", responsible_office=" ", start="", finish="", contact_phone="8882890"),
)  # fmt: skip


def compared() -> Iterator[str]:
    for before, after in [*pairwise(PLANS), (PLANS[0], PLANS[-1]), (PLANS[0], PLANS[8])]:
        found = differences.compare(before, after)
        yield f"{bool(found)} {sorted(found.changed_fields)} {sorted(found.changed_steps)}"
        for field in (*found.fields_before_steps, *found.fields_after_steps):
            if field.changed:
                yield f"  {field.label} {_pieces(field)}"
        for one in (each for pair in found.steps for each in (pair, pair.reversed())):
            marks = (one.reworded, one.renumbered, one.differs, one.added, one.removed, one.moved)
            cells = [len(one.cells_before), len(one.cells_after)]
            said = "；".join(_pieces(cell) for cell in one.cells if cell.changed)
            is_so = [n for n, mark in enumerate(marks) if mark]
            yield f"  {one.kind} {one.number_before}→{one.number_after} {is_so} {cells} {said}"


def _pieces(field: differences.FieldDifference) -> str:
    pieces = (f"{'+' if each.added else '-' if each.removed else ''}{each.text}" for each in field.segments)
    return f"{field.label}{'' if field.is_text else '：'}{field.blank} {'|'.join(pieces)}"


def checked_plans() -> Iterator[str]:
    asked = ((False, date(2017, 12, 31)), (True, date(2017, 12, 30)))
    for sheet, (on_behalf, ends) in product(PLANS, asked):
        found = crosschecks.check(
            sheet, programme_ends_on=ends, open_wordings=["等有关区县"], unconsulted=["市科委", "市财政局"],
            on_behalf=on_behalf,
        )  # fmt: skip
        yield f"{on_behalf} {ends}"
        yield from (f"  {each.field} {each.step} {each.blocks} {each.message}" for each in found)
    for sheet in PLANS:
        yield f"{[each.label for each in crosschecks.missing(sheet)]} {list(crosschecks.hints(sheet).values())}"


SOUND = Statement(done_text="细则已印发", outlook=Outlook.ON_COURSE)
PEOPLE = ReportedFigure("引进人才", "120", "人", Period("4月30日"), "人事处")
REPORTS = (
    SOUND, Statement(), replace(SOUND, unchanged=True), replace(SOUND, unchanged=True, done_text=" "),
    *(replace(SOUND, outlook=outlook, outlook_reason=reason) for outlook in Outlook for reason in ("", "经费未到")),
    *(replace(SOUND, steps=(StepStatement(*each),)) for each in (
        (1, DONE, Period("5月8日")), (1, DONE, Period("5月9日")), (1, DONE, Period("5月8日前")),
        (1, UNDER_WAY, Period("5月8日")), (1, UNDER_WAY), (2, DONE, Period("4月")), (2, DONE),
        (3, DONE, Period("5月1日")), (1, "", NO_TIME, "说明"),
    )),
    *(replace(SOUND, figures=(PEOPLE, replace(PEOPLE, **each))) for each in (
        {"number": "119"}, {"number": "约"}, {"number": ""}, {"what": ""}, {"day": Period("5月9日")},
        {"day": Period("5月8日")}, {"day": Period("4月")}, {"day": NO_TIME}, {"measure": "万人", "number": "1"}, {"source": ""},
    )),
)  # fmt: skip


def checked_reports() -> Iterator[str]:
    open_steps = {1: StepToReport(1, 1, overdue=True), 2: StepToReport(2, 2, done=True)}
    for said, before in product(REPORTS, (None, replace(SOUND, figures=(PEOPLE,)))):
        read = said.read(year=2015)
        found = progress_checks.check(read, steps=open_steps, before=before, today=date(2015, 5, 8))
        yield "；".join(f"{each.field} {each.step} {each.blocks} {each.message}" for each in found) or "无"


PASTED = (
    "一、4月底前，印发细则；二、论证（2015年5—6月）。", "1. 调研 2. 起草", "①调研②起草",
    "第一步：调研（4月）\n第二步：起草，5月底前完成。",
    "2015年4月：调研\n5月起草", "4.3前印发，第2.5版", "（1）调研，长期；（2）起草（二稿）", "调研 2015年第三季度",
    "1.调研\n3.起草\n4.印发",
    "一是调研，二是起草", "10日前报送", "总投资1.5亿元，分2批", "2．调研", "（一）调研（二）起草", "a 1、b 2、c",
)  # fmt: skip


def pasted() -> Iterator[str]:
    for text in PASTED:
        found = [" / ".join(each) for each in pasting.split_steps(text)]
        yield f"{text!r}：{found} {pasting.without_numbering(text)!r} {pasting.find_time_in(text)}"


DAYS_OF = {"day": date(2015, 5, 1), "said": {1: date(2015, 4, 20), 2: date(2015, 5, 2)}}
STANDS = [
    replace(STOOD, **DAYS_OF | more)
    for more in (
        {}, {"light": Light.GREEN, "overdue": frozenset(), "done": frozenset({1})}, {"light": Light.RED, "missing": ()},
        {"light": Light.NOT_RATED, "outlook": "", "lead": "", "finish": None, "steps": {}, "overdue": frozenset()},
        {"steps": {1: (1, Period("8月底前")), 2: (2, APRIL_AT_FIRST)}, "overdue": frozenset(), "light": Light.GREEN},
        {"steps": {2: (1, Period("7月底前"))}, "overdue": frozenset({2}), "outlook": Outlook.BEHIND},
        {"steps": {}, "overdue": frozenset(), "done": frozenset(), "again": frozenset(), "said": {}},
        {"done": frozenset({1, 2}), "overdue": frozenset(), "outlook": Outlook.DONE, "ended": CompletionKind.DONE},
        {"again": frozenset({1}), "overdue": frozenset(), "outlook": Outlook.NOT_BEGUN, "coordinations": 3},
        {"missing": ("2015年3月", "2015年5月"), "outlook": Outlook.UNLIKELY, "coordinations": 0, "finish": NO_TIME},
    )
]  # fmt: skip


def turned() -> Iterator[str]:
    for (n, before), (m, now) in product(enumerate(STANDS), enumerate(STANDS)):
        found = comparison.changes(before, now)
        turns = " ".join(sorted(comparison.turns(found)))
        yield f"{n}→{m} {turns}：{'；'.join(f'{each.turn} {each.words}' for each in found)}"


CAME = {
    "number": 14, "lead": "市教委", "round": "3月", "filed_on": "2015-04-07", "outlook": "behind", "done_text": "已补报",
}  # fmt: skip
GOAL = Told(1, "外国专家", 4000, "人", 4001, date(2015, 4, 30), "统计")
FROZEN = (
    frozen(*TWO_AREAS, **COUNTED),
    frozen(*TWO_AREAS, **COUNTED | {"led": 3, "ended": 1, "steps": 5, "steps_done": 2, "steps_overdue": 1}),
    frozen(
        *TWO_AREAS,
        **COUNTED | {"tasks": 4, "owed": 4, "filed": 2, "on_time": 1, "late": 1, "missing": 1, "returned": 1},
    ),
    frozen(
        row(state="returned", filed=""),
        row(lead="", problem_text="经费"),
        owed=2,
        filed=0,
        missing=1,
        returned=1,
    ),
    frozen(
        row(group=11, next_text="培训。"),
        row(done_text="一"),
        row(outlook="standing", unchanged=True),
        tasks=3,
        led=3,
    ),
    frozen(),
    frozen(*TWO_AREAS, **COUNTED) | {"round": ""},
    frozen(*TWO_AREAS) | {"supplements": [CAME, CAME | {"outlook": ""}], "goals": [GOAL.to_json()]},
)
WRITTEN = (
    "共分解任务4项",
    "应报4项，已报三项",
    "按时报送十一项",
    "未报1项",
    "已办结2项",
    "工作步骤5个，逾期2个",
    "按计划推进二十项",
)


def reported() -> Iterator[str]:
    for told in FROZEN:
        found = report_text.paragraphs(told)
        yield from (f"{each.section} {each.key} {each.heading} {each.label}：{each.text}" for each in found)
        for each, text in product(found, WRITTEN):
            if differing := report_text.disagreeing(each.key, text, told):
                yield f"  {each.key} {text} {differing}"
        yield f"  {' '.join(map(str, report_text.quoted(told)))}"
    yield " ".join(report_text.section_heading(number) for number in range(1, 5))


TABLES = (
    "序号\t工作步骤\t完成时限\n1\t调研\t4月\n2\t起草\t5月\n", "调研\t4月\n起草\t市科委\t5月",
    "工作步骤\t时限\t承担单位\n调研\t\t市科委\n",
    "1\t调研\n2\t起草（5月）", "任务\t备注\n调研\t略", '"调\n研"\t4月\n\t\n', "调研，4月", "时限\t任务\n4月\t调研\n时限\t任务\n",
)  # fmt: skip


def tables() -> Iterator[str]:
    for text in TABLES:
        found = pasted_tables.read(text)
        yield f"{text!r}：{found.heads} {[tuple(step) for step in found.steps]}"


def rounds() -> Iterator[str]:
    first_days = (date(2015, 1, 1), date(2015, 3, 31), date(2015, 12, 31))
    for cycle, first in product(RoundCycle, first_days):
        yield from (
            f"{cycle} {first}：{' '.join(map(str, vars(each).values()))}"
            for each in round_terms.series(cycle, first, 3)
        )


def days() -> Iterator[str]:
    today = datetime(2015, 4, 3, 9, 5, tzinfo=BEIJING)
    moments = [
        today - timedelta(days=n, minutes=m)
        for n, m in ((0, 0), (0, 65), (1, 0), (1, 545), (93, 0), (400, 545))
    ]
    for at in moments:
        of_moment = (
            dates.moment,
            dates.moment_without_year,
            dates.printed,
            dates.to_the_minute,
            dates.in_table,
        )
        told = [form(at) for form in of_moment] + [
            dates.lately(at, today.date()),
            dates.as_of(at.date(), today.date()),
        ]
        yield f"{at}：{' / '.join(told)} {dates.beside(at.date(), today.date())} {dates.in_file_name(at.date())}"
    for written in (
        "9:05",
        "9点半",
        "下午2点",
        "晚8点",
        "12点",
        "中午12点",
        "上午12点",
        "24:00",
        "9点61分",
        "0点",
        "下午13:30",
        "两点",
        "",
    ):
        yield f"{written}：{times_of_day.read(written)}"


ALL = (
    wordings, steps, courses, matters, standings, days_off, compared, checked_plans, checked_reports, pasted, turned, reported,
    tables, rounds, days,
)  # fmt: skip
