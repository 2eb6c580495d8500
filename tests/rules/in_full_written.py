"""As `in_full.py`, of what is written freely: more wordings of times, alone and in a plan, text and tables that are pasted, and
what is said of steps, reports and programmes with one more thing written than there.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product

from tasks.enums import Outlook, StepEnding, TimeChangeKind
from tasks.rules import (
    attention,
    course,
    crosschecks,
    differences,
    pasted_tables,
    pasting,
    period_understanding,
    periods,
    progress_checks,
    report_text,
    step_standing,
    times_of_day,
)
from tasks.rules.periods import NO_TIME, Period, read
from tasks.rules.progress_checks import StepToReport
from tasks.rules.sheet import Step
from tasks.rules.statement import ReportedFigure
from tasks.rules.step_ends import Unexplained
from tasks.rules.step_standing import RoundDays, covering
from tasks.rules.times import FINISH, Held, Later, Moved
from tests.rules.in_full import (
    CAME,
    DUES,
    FROZEN,
    LIMITS,
    ON,
    PLANS,
    POINTS,
    REPORTS,
    ROUNDS,
    SAID,
    WORDS,
)
from tests.rules.plans import plan, step
from tests.rules.test_report_text import frozen, row

# What has no year or month, or none that there is, with and without something in its place.
BESIDE = ({}, {"year": 2015, "month": 11, "issued": 2014}, {"year": 2016}, {"month": 3, "issued": 2015})
NO_DAYS = (
    "13月", "0月", "2月29日", "2月30日", "4月31日", "4月0日", "0日", "32日", "第5季度", "第0季度", "2015年13月",
    "2015年2月29日", "2016年2月29日", "2015年中旬", "每", "按期6月", "每" * 101, "20150230", "2015.13", "2015.0.1",
    "2040年春节", "2003年中秋", "6月底前起", "截至6月起", "2015年6月—2015年3月", "2015年末旬", "IV季度", "III季度", "I季度",
    "II季度", "十三五前", "暑假前", "2017年前", "2017年底前", "6月30日前", "上半年前",
)  # fmt: skip
AROUND = (
    "{}版", "{}批准后", "大约{}", "最迟{}", "不晚于{}", "自{}", "到{}", "持续至{}", "长期，至{}", "至{}，长期",
    "{}，此后长期", "{}完成后，9月", "{}全年持续推进", "{}启动，长期推进", "{}底前完成，长期坚持", "每年{}、9月", "按{}",
    "随时，{}前", "{}前，随时", "即日起，{}", "即日起至{}", "目前—{}", "正在推进，{}完成", "{}（已启动）",
    "已启动（{}），12月完成", "{}已开展，12月验收", "完成{}", "{}初稿", "印发{}", "{}6", "第三阶段{}", "{}第二批",
    "{}（含）", "{}17时前", "{}下班前", "【{}】", "{}；12月", "{}/12月", "{}或12月", "{}与12月", "{} 12月", "{}-", "-{}",
    "{}至", "截止{}，9月", "{}左右起", "{}起，9月止", "{}前，12月前", "{}（周五）—12月", "约{}，12月左右", "{}内", "{}以来",
    "{}止，3月", "{}、{}", "{}—{}起", "去年{}", "{}，次年1月", "{}，当年8月", "{}，明年1月",
)  # fmt: skip
WRITTEN = (
    "6月截止", "6月截止，9月", "6月不晚于9月", "最迟完成6月", "至完成6月", "6月起至9月", "6月开始到9月", "6月—长期",
    "6月至每年", "3—5日", "3、5日", "6月（周六）至9月", "6月（周六）9月", "1、2、3月", "1—3季度", "5、6月", "5和6月",
    "5月、6月", "4月3—10日", "4月3日（周五）—10日（周五）", "4月3日（周四）—10日", "4月3日（周五）—5月8日（周一）",
    "2015.1-6", "2015年5—6", "2015—17年", "5月上旬至底", "上旬至中旬", "15年6月", "15—16年", "15年", "每季度末，2015年",
    "6.30—9.30", "5.1—6", "1、2版", "3个", "至", "前", "6", "2015", "5—", "5、", "2015年6.30版", "6.30日版", "3日",
    "2015年3日", "3日—5日", "3日、5日", "2015年6月3日、5日", "11月—次年2月", "2015年11月—2月", "12月—2016年2月",
    "11月—2015年2月", "6月—2015年3月", "12月底前初稿，3月底前定稿", "12月，11月", "12月，1月，2月", "2015年12月，1月，2月",
    "1月，12月", "2014年3月已启动，6月完成", "2014年3月已启动，中旬完成", "3月已启动，2015年6月完成", "已启动，6月",
    "6月已启动", "6月前已启动", "截至6月已启动", "6月完成，已启动", "6月起，9月", "9月，6月起", "6月起，9月起",
    "6月，6月30日", "下旬，下月", "本月，下季度", "下季度初", "上季度", "次季度末", "月底前", "下个月中旬",
    "第四季度，下季度", "十二月，下月", "春节前，清明前", "国庆节期间", "五一前，六一后", "二〇一五年六月", "二○一五年六月",
    "廿日", "五六月", "一二季度", "元月", "年年底", "两个月", "2015年6月30日 17:00", "6月30日24时", "201506—201509",
    "2015-06-01至2015-06-30", "2015/6/1-6/30", "2015.06.01—30", "2015年一季度至三季度", "春季学期", "暑期前", "上中旬",
    "6月上、中旬", "6月上下旬", "每2个月", "每隔半年", "每月", "每周五", "按年度", "逐月", "常态化", "即日",
    "滚动推进，2015年底", "此后", "2015年6月，此后每年6月", "已启动，此后长期", "2015年6月底前完成，此后每年更新",
    "长期坚持，2015年6月", "2015年4月，长期", "2015年4月开始，长期", "2015年4月起", "2015年4月以来", "不超过6月", "6月前后",
    "6月上下", "2015年，2016年", "2015年和2016年6月", "2015年6月和12月", "2015年3月、2016年6月", "除6月外", "如有需要6月",
    "三年内", "批准后两个月内", "第3年", "6月（暂定）", "拟于6月", "力争6月底前", "6月完成6月验收", "完成", "6月完成",
    "完成6月任务", "结束时间：6月",
)  # fmt: skip


def more_wordings() -> Iterator[str]:
    for text in (
        *WORDS,
        *NO_DAYS,
        *WRITTEN,
        *(around.format(*[point] * 2) for around, point in product(AROUND, POINTS)),
    ):
        told = dict.fromkeys(_days(read(text, **beside)) for beside in BESIDE)
        day = periods.day(text, year=2015)
        marks = ("时间" if periods.is_time(text) else "", f"一日{day.last}" if day.last else "")
        wording = period_understanding.understand(text)
        said = (
            wording.begun,
            wording.goes_on,
            wording.afterwards,
            wording.rest,
            wording.acts,
            wording.doubtful,
        )
        marks = (*marks, *(f"{nth} {each}" for nth, each in enumerate(said) if each))
        yield f"{text}：{' / '.join((*told, *filter(None, marks)))}"
    for text in ("次年6月", "12月31日后", "6月"):
        yield f"{text}：{_days(read(text, year=9999))}"


def _days(found: Period) -> str:
    notes = "；".join(f"{note}{'?' if note.asks else ''}" for note in found.notes)
    return f"{found.first or ''}…{found.last or ''} {notes}".strip()


STARTS = ("", "已启动（2014年）", "2015年10月", "9月", "2014年12月底前", "长期", "2015年", "2016年3月起")
SEQUENCES = (
    ("6月", "3月"), ("12月底前", "1月底前"), ("6月", "5月", "2016年3月", "4月"), ("中旬", "下旬"), ("6月", "中旬", "下月"),
    ("本月", "下季度"), ("长期", "6月"), ("2015年6月", "每年5月"), ("第四季度", "第一季度"), ("年底", "次年3月", "当年6月"),
    ("春节前", "6月"), ("4月31日", "5月"), ("6月—9月", "下旬"), ("今年6月", "明年3月"), ("6月起", "3月"),
    ("8月", "2月", "9月"), ("2017年12月", "6月"), ("6月，12月", "3月"), ("5月已启动，12月", "1月"), ("2月29日", "3月"),
)  # fmt: skip


def plans_read() -> Iterator[str]:
    for start, dues, issued in product(STARTS, SEQUENCES, (None, 2015)):
        read_with = [
            periods.read_plan(start, finish, list(dues), issued=issued) for finish in ("12月", "2016年")
        ]
        begins, _, steps = read_with[0]
        found = (begins, *steps, *(ends for _, ends, _ in read_with))
        yield f"{start}，{'、'.join(dues)} {issued}：{' | '.join(map(_days, found))}"


TIMES = (
    "4月底前", "4月起", "4月内", "4月初", "4月上旬", "4月3日", "4月份", "第二季度", "上半年", "4月左右", "4月前后", "4月止",
    "4月末", "2015年", "5.1", "长期", "2015—2020年", "十二五期间", "五一", "Q2", "20150630",
)  # fmt: skip
RESTS = (
    "印发细则", "，印发细则", "。印发细则", "后印发", "之后印发", "稿印发", "草案", "部署工作", "部门会商", "容缺办理",
    "步方案", "沿技术", "期工程", " 印发", "：印发",
)  # fmt: skip
MORE_PASTED = (
    "1、调研；2、起草；4、印发", "1．调研\n（1）座谈\n2．起草", "二、起草", "①调研 ②起草 ④印发", "调研（1）座谈（2）走访",
    "第1步调研第2步起草", "第一步，调研；第二步，起草", "12.5亿元", "1.5亿元，2.论证", "a.调研", "1 调研\n2 起草",
    "1\t调研\t4月\t市科委", "4月\t调研", "调研\n4月\n起草", "4月\n调研", "调研\n4月\n5月", "（4月）调研",
    "【4月底前】、调研", "调研【4月】", "调研(4月)；", "调研（2015—2020年）", "调研。4月", "调研；4月；", "调研、4月",
    "调研 4月 ", "4月，5月，调研", "4月，调研，5月", "调研，起草，5月底前，", "调研" * 30 + "（4月）", "4月" + "调研" * 30,
    "调研，" + "论证" * 20 + "4月", "１．调研", "1)调研", "(一)调研", "十一、调研", "21、调研", "\u3000调研\u3000",
    "调研\v起草\f印发", "、调研",
)  # fmt: skip
MORE_TABLES = (
    "序号\t内容\t时间\n\t\t\n1\t调研\t4月", "步骤\t安排\n\t时限\n调研\t4月",
    "序 号\t完成时限（年月）\t主责部门\n1\t4月\t市科委", "工作任务\t开始时间\t完成时间\n调研\t3月\t4月",
    "任务\t责任单位\t牵头单位\n调研\t甲\t乙", '"调""研"\t4月\r\n起草\t5月\r', '"调研\t4月', "备注\t联系人\n调研\t李某",
    "任务\t时限\n调研\t4月\t多一格", "序号\t任务\n甲\t调研\n2\t起草", "任务\t时限\n", "任务\t时限\n\t4月\n调研\t\n",
    '任务\t时限\n"1.调研\n座谈"\t"4月\n 底前"', "No.\t主要措施\t时间节点\n3\t一、调研\t\n1000\t起草\t长期", '调研\t"4月"x\n',
    "\t调研\n4月\t",
)  # fmt: skip


def more_pasted() -> Iterator[str]:
    for time, rest in product(TIMES, RESTS):
        found = (f"{time}{rest}", f"调研（{time}）{rest}", f"调研{rest}，{time}。", f"（{time}）{rest}")
        yield " / ".join("|".join(pasting.find_time_in(each)) for each in found)
    for text in MORE_PASTED:
        found = [" / ".join(each) for each in pasting.split_steps(text)]
        yield f"{text!r}：{found} {pasting.without_numbering(text)!r}"
    for more in range(27, 36):
        time = f"2015年{'拟' * more}6月底前"  # which may be 40 characters
        found = (f"调研（{time}）", f"调研，{time}", f"{time}，调研", f"（{time}）调研", f"{time}调研")
        yield f"{len(time)}：{[bool(pasting.find_time_in(each)[1]) for each in found]}"
    for text in MORE_TABLES:
        found = pasted_tables.read(text)
        yield f"{text!r}：{found.heads} {[tuple(step) for step in found.steps]}"


def more_steps() -> Iterator[str]:
    for (due, said), year in product(product(DUES, SAID), (2014, 2015, 2016)):
        for as_of in ON[-2:]:
            known = {1: said} if said else {}
            (found,) = step_standing.in_time([Step("论证", due, key=1)], known, ROUNDS, as_of, year)
            stands = found.standing
            to_correct = [found.years_to_correct(date(day, 1, 1)) for day in (2014, 2015, 2016)]
            so = (found.key, found.is_done, found.is_overdue, found.due_on, stands.years_done)
            yield f"{due} {year} {as_of}：{stands.state} {stands.explanation} {so} {to_correct}"
    for one, other in product(SAID[1:], (None, *SAID[1:])):
        found = one.after(other)
        yield f"{[(each.state, str(each.said_on), each.year) for each in found.all]} {found.day}"
    asked = RoundDays(date(2015, 4, 1), date(2015, 4, 30), date(2015, 5, 8))
    for until in (None, date(2015, 5, 7), date(2015, 5, 9)):
        yield str(asked.put_off(until))
    for day in (date(2015, 3, 31), date(2015, 4, 1), date(2015, 4, 30), date(2015, 5, 1)):
        days = course.CourseDays(step_overdue_from=date(2015, 4, 1), round_missing_from=date(2015, 4, 30))
        so = (
            bool(covering((asked,), day)),
            days.step_overdue(day),
            days.round_missing(day),
            course.NOTHING_DUE.step_overdue(day),
        )
        yield f"{day} {so}"
    for row_of in ((), (True, True), (True, None, True), (False, True), (True, False)):
        yield f"{row_of} {attention.in_a_row(row_of)}"
    steps = [Step("论证", due, key=1) for due in (read("2015年3月31日"), *DUES)]
    for as_of in ON[1:4]:
        in_time = step_standing.in_time(steps, {}, ROUNDS[:1], as_of)
        yield f"{as_of} {[each.number for each in attention.fell_due(in_time, asked)]}"
    for matter in attention.WHEN:
        yield f"{matter} {attention.counting(matter, LIMITS)}"
    yield from (attention.meaning(light, LIMITS) for light in attention.MEANS)


def more_checks() -> Iterator[str]:
    june, august = read("2015年6月"), read("2015年8月")
    gone = (Unexplained(3, 3, "组织论证" * 6), Unexplained(4, 4, "印发"))
    held = Held(FINISH, june, june)
    later = [
        Later(Moved(key, number, held, asked, TimeChangeKind.DECIDED, StepEnding.CANCELLED), reason, past)
        for (key, number), asked, (reason, past) in product(
            ((FINISH, None), (2, 2)), (august, NO_TIME), (("", True), ("场地未落实", False))
        )
    ]
    for on_behalf, ends in product((False, True), (None, date(2017, 12, 31))):
        found = crosschecks.check(
            PLANS[0], programme_ends_on=ends, open_wordings=(), unconsulted=(), unexplained=gone, later=later,
            on_behalf=on_behalf,
        )  # fmt: skip
        yield from (f"{on_behalf} {each.field} {each.step} {each.blocks} {each.message}" for each in found)
    for sheet in (
        plan(contact_phone="010-888289"), plan(contact_phone="无"), plan(start="今年3月", finish="明年12月"),
        plan(steps=(step("论证", "6月31日"), step("印发", "4月3日（周一）"), step("公布", "3月"), step("报送", "尽快"))),
    ):  # fmt: skip
        asked = {"programme_ends_on": None, "open_wordings": (), "unconsulted": ()}
        found = crosschecks.check(sheet, **asked, on_behalf=False)
        yield from (f"{each.field} {each.step} {each.blocks} {each.message}" for each in found)
        yield f"{crosschecks.hints(sheet)}"
    steps = {1: StepToReport(1, 1, overdue=True), 2: StepToReport(2, 2, done=True)}
    for said in REPORTS:
        found = progress_checks.check(said, steps=steps, before=None, today=date(2015, 5, 8), on_behalf=True)
        yield f"{progress_checks.blocking(found)} {'；'.join(f'{each.field} {each.message}' for each in found)}"
    for number in ("1,200", "１２", "约3", "1e5", "NaN", "-3", "Infinity", "1，2 0", "", "3.50"):
        yield f"{number} {progress_checks.number_of(ReportedFigure(number=number))}"


LONG = "".join(f"第{n}条应当组织专家论证，并报市政府批准。" for n in range(60))


def more_differences() -> Iterator[str]:
    for before, after in (
        (LONG, LONG.replace("第7条", "第七条").replace("报市政府", "报送市政府", 3)), (LONG, LONG[300:]), (LONG, "论证。" * 400),
        ("论证。" * 400, "论证，" * 380 + LONG), ("", "论证"), ("论证", ""), ("甲乙丙", "甲丁丙"), ("甲甲", "甲甲甲"),
    ):  # fmt: skip
        field = differences.FieldDifference("text", "工作步骤", before, after)
        kinds = [f"{each.kind[0]}{len(each.text)}" for each in field.segments]
        yield f"{field.changed} {' '.join(kinds)} {len(field.segments_before)} {len(field.segments_after)}"


TEXTS = ("一\n二；\n三！", "主要做法：\n一、\n二", "……", "。", "完成？", "\n", "一，", "一…", "完成；")
ASKED = {
    "number": 14, "unit": "市教委", "what": "经费未到；", "asked_of": "市财政局", "wanted_by": "2015-06-01",
    "state": "raised",
}  # fmt: skip
MORE_WRITTEN = (
    "本方面共2项任务，按计划推进1项", "本方面共三项任务", "第14项（市教委牵头）：逾期9项", "其余1项牵头单位待明确",
    "9项尚未报送推进状态", "已报十项", "已报一百零五项", "已报百项", "逾期3个工作日", "逾期3个月", "逾期2个", "应报廿项",
    "退回未重报二十三项", "未报十项", "共分解任务〇项", "应报十十项", "已完成 2 个",
)  # fmt: skip


# As an office writes how many there are.
NUMBERS = "〇 零 一 两 二 九 十 十二 二十 二十三 九十九 一百 一百零五 一百五十 二百一十 二百一十七 百 百十 十十 12 012 120 廿"


def more_reports() -> Iterator[str]:
    many = [row(group=n, group_name=f"第{n}类", number=40 - n, outlook=Outlook.DONE) for n in range(1, 24)]
    told = (
        *FROZEN, frozen(*many, tasks=23, led=23, outlook_done=23),
        frozen(*many[:3], row(number=2, group_name="另一名称"), tasks=4, outlook_done=2) | {"supplements": [CAME]},
        *(frozen(row(done_text=text, next_text=text, problem_text=text, outlook_reason=text)) for text in TEXTS),
        frozen(row(problem_text="经费")) | {"coordination": [ASKED, ASKED | {"state": "answered", "what": "编制"}]},
        frozen(row(filed="", said_in="3月")) | {"coordination": [ASKED]},
        frozen(row(round="", said_in="3月", done_text="一", unchanged=True, state="returned")) | {"round": ""},
        frozen(row(round="", said_in="", filed="")) | {"round": ""},
    )  # fmt: skip
    for nth, each in enumerate(told):
        titled = each | {"programme": each["programme"] | {"title": "人才工程"}}
        yield f"{nth} {report_text.title_lines(titled)} {[report_text.marks(of) for of in each['rows'][:3]]}"
        found = report_text.paragraphs(each)
        if nth >= len(FROZEN):
            yield from (f"  {one.section} {one.key} {one.heading}：{one.text}" for one in found)
        for one, text in product(found[:3], MORE_WRITTEN):
            if differing := report_text.disagreeing(one.key, text, each):
                yield f"  {one.key} {text} {differing}"
    for words in NUMBERS.split():
        said = f"共分解任务{words}项"
        agreeing = [n for n in range(221) if not report_text.disagreeing("overview", said, frozen(tasks=n))]
        yield f"{said}：{agreeing if len(agreeing) < 2 else '不限'}"
    yield f"{report_text.disagreeing('area-99', MORE_WRITTEN[0], FROZEN[0])}"


HOURS = (
    "凌晨12点 凌晨3点 早上8点整 上午13点 上午12:30 中午11点 中午1点 中午2点 中午3点 下午12点 下午1点 下午11点 傍晚6点 傍晚3点"
    " 晚上12点 晚上3点 晚4点 晚上11点59分 晚 3点1刻 3点2刻 3点3刻 3点4刻 3点45 3点45分 3点60分 9时 九时半 23:59:59 24点 25点"
    " 9:5 9:60 00:00 两点半 ９：３０ 9"
)


def hours() -> Iterator[str]:
    yield from (f"{written}：{times_of_day.read(written)}" for written in HOURS.split())


WRITTEN_FREELY = (
    more_wordings, plans_read, more_pasted, more_steps, more_checks, more_differences, more_reports, hours,
)  # fmt: skip
