from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules import periods
from tasks.rules.periods import Period

# As the wordings of the issue and of offices, with 2015 as the year that was not written.
UNDERSTOOD = [
    ("2015-04-03", "2015-04-03", "2015-04-03"),
    ("2015.4.3", "2015-04-03", "2015-04-03"),
    ("2015/4/3", "2015-04-03", "2015-04-03"),
    ("2015年4月3日", "2015-04-03", "2015-04-03"),
    ("4月3日前", None, "2015-04-03"),
    ("4.3前", None, "2015-04-03"),
    ("2015年4月", "2015-04-01", "2015-04-30"),
    ("2015.4", "2015-04-01", "2015-04-30"),
    ("2015-04", "2015-04-01", "2015-04-30"),
    ("4月底前", None, "2015-04-30"),
    ("4月底", "2015-04-21", "2015-04-30"),
    ("4月末", "2015-04-21", "2015-04-30"),
    ("4月初", "2015-04-01", "2015-04-10"),
    ("4月上旬", "2015-04-01", "2015-04-10"),
    ("4月中旬", "2015-04-11", "2015-04-20"),
    ("4月下旬", "2015-04-21", "2015-04-30"),
    ("2月中下旬", "2015-02-11", "2015-02-28"),
    ("5—6月", "2015-05-01", "2015-06-30"),
    ("2015年5—6月", "2015-05-01", "2015-06-30"),
    ("2015.4-6月", "2015-04-01", "2015-06-30"),
    ("第二季度", "2015-04-01", "2015-06-30"),
    ("一季度", "2015-01-01", "2015-03-31"),
    ("2015年第二季度", "2015-04-01", "2015-06-30"),
    ("三至四季度", "2015-07-01", "2015-12-31"),
    ("2015年第三—四季度", "2015-07-01", "2015-12-31"),
    ("第二季度初", "2015-04-01", "2015-04-30"),
    ("第二季度中", "2015-05-01", "2015-05-31"),
    ("第二季度末", "2015-06-01", "2015-06-30"),
    ("第二季度前", None, "2015-06-30"),
    ("上半年", "2015-01-01", "2015-06-30"),
    ("下半年", "2015-07-01", "2015-12-31"),
    ("年底前", None, "2015-12-31"),
    ("年初", "2015-01-01", "2015-01-31"),
    ("年中", "2015-06-01", "2015-06-30"),
    ("2015年年底前", None, "2015-12-31"),
    ("2015年底前", None, "2015-12-31"),
    ("2015年", "2015-01-01", "2015-12-31"),
    ("2015", "2015-01-01", "2015-12-31"),
    ("2015年度", "2015-01-01", "2015-12-31"),
    ("2015年内", "2015-01-01", "2015-12-31"),
    ("年内", "2015-01-01", "2015-12-31"),
    ("全年", "2015-01-01", "2015-12-31"),
    ("2015年10月—2016年11月", "2015-10-01", "2016-11-30"),
    ("2014—2016年", "2014-01-01", "2016-12-31"),
    ("10月至次年3月", "2015-10-01", "2016-03-31"),
    ("2015年4月3日—5月10日", "2015-04-03", "2015-05-10"),
    ("2015.4.3-5.10", "2015-04-03", "2015-05-10"),
    ("2015-04-03-2015-05-10", "2015-04-03", "2015-05-10"),
    ("4月3—10日", "2015-04-03", "2015-04-10"),
    ("5月上旬至中旬", "2015-05-01", "2015-05-20"),
    ("2015年4月至2016年3月底", "2015-04-01", "2016-03-31"),
    ("2015年4月至2016年3月底前", "2015-04-01", "2016-03-31"),
    ("自2015年4月起至6月", "2015-04-01", "2015-06-30"),
    ("2015年4月起", "2015-04-01", None),
    ("从4月开始", "2015-04-01", None),
    ("4月以前", None, "2015-04-30"),
    ("4月底之前", None, "2015-04-30"),
    ("4月30日止", None, "2015-04-30"),
    ("截至4月底", None, "2015-04-30"),
    ("到2015年6月底", None, "2015-06-30"),
    ("4月底前完成", None, "2015-04-30"),
    ("完成时限：2015年6月", "2015-06-01", "2015-06-30"),
    ("4月3日（周五）前", None, "2015-04-03"),
    ("２０１５年４月", "2015-04-01", "2015-04-30"),
    ("2015 年 4 月", "2015-04-01", "2015-04-30"),
    ("十二月", "2015-12-01", "2015-12-31"),
    ("二〇一五年十一月二十三日", "2015-11-23", "2015-11-23"),
    ("2016年2月", "2016-02-01", "2016-02-29"),
    ("已启动（2014年）", "2014-01-01", "2014-12-31"),
    ("2015年3月已启动", "2015-03-01", "2015-03-31"),
    ("2015年起长期坚持", "2015-01-01", None),
    ("2015年6月—长期", "2015-06-01", None),
    ("长期（2015年至2017年）", "2015-01-01", None),
    ("持续至2015年12月", None, "2015-12-31"),
]
WITHOUT_DAYS = [
    "每年12月底前",
    "每季度末",
    "每年6月、12月底前",
    "长期",
    "长期坚持",
    "持续推进",
    "已启动",
    "已经启动",
]
NOT_UNDERSTOOD = [
    "2月30日", "2015年2月29日", "2015年13月", "4月0日", "4月32日", "9月—3月", "5", "4月—", "—4月", "二十", "十十月",
    "年", "底", "20150403", "国庆节前", "批准后两年内", "第五季度", "5月底6月初", "尽快", "年" * 101,
]  # fmt: skip


def _day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "first", "last"), UNDERSTOOD)
def test_a_time_as_offices_write_it_has_its_first_and_last_day(text, first, last):
    assert periods.read(text, year=2015) == Period(text, _day(first), _day(last))


@pytest.mark.parametrize("text", WITHOUT_DAYS)
def test_a_standing_time_is_understood_and_ends_on_no_day(text):
    period = periods.read(text, year=2015)
    assert (period.first, period.last) == (None, None)
    assert period.understood
    assert periods.is_time(text)


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_keeps_its_wording_and_has_no_days(text):
    period = periods.read(text, year=2015)
    assert period == Period(text)
    assert not period.understood
    assert not periods.is_time(text)


@pytest.mark.parametrize("text", ["4月底前", "5—6月", "第二季度", "年底前", "上半年", "4月3日"])
def test_without_any_year_a_time_is_not_understood(text):
    assert periods.read(text) == Period(text)


def test_a_year_written_at_the_end_of_a_range_serves_its_beginning_too():
    assert periods.read("4月—2015年6月") == Period("4月—2015年6月", date(2015, 4, 1), date(2015, 6, 30))


@pytest.mark.parametrize("dash", ["-", "–", "—", "——", "~", "～", "－", "至", "到"])
def test_every_dash_makes_a_range(dash):
    period = periods.read(f"2015年5月{dash}6月")
    assert (period.first, period.last) == (date(2015, 5, 1), date(2015, 6, 30))


@pytest.mark.parametrize("text", ["长期合作机制建设", "每年举办论坛", "组织专家论证", ""])
def test_a_sentence_that_merely_begins_like_a_time_is_none(text):
    assert not periods.is_time(text)


def test_a_missing_year_is_that_of_the_step_before_and_first_that_of_the_start():
    start, finish, steps = periods.read_plan(
        "2015年3月", "12月", ["4月底前", "长期", "2016年第一季度", "看情况", "6月底前"]
    )
    assert (start.first, finish.last) == (date(2015, 3, 1), date(2015, 12, 31))
    assert [step.last for step in steps] == [
        date(2015, 4, 30),
        None,
        date(2016, 3, 31),
        None,
        date(2016, 6, 30),
    ]


def test_a_missing_month_is_that_of_the_step_before():
    _, _, steps = periods.read_plan(
        "2015年3月", "", ["中旬", "4月上旬", "中旬", "下旬前", "第二季度", "下旬"]
    )
    assert [(step.first, step.last) for step in steps] == [
        (date(2015, 3, 11), date(2015, 3, 20)),
        (date(2015, 4, 1), date(2015, 4, 10)),
        (date(2015, 4, 11), date(2015, 4, 20)),
        (None, date(2015, 4, 30)),
        (date(2015, 4, 1), date(2015, 6, 30)),
        (None, None),
    ]


def test_a_part_of_a_month_is_a_time_although_its_month_is_not_known():
    assert periods.is_time("中旬")
    assert periods.read("中旬", year=2015) == Period("中旬")


def test_behind_a_step_over_two_years_the_later_year_goes_on():
    _, _, steps = periods.read_plan("", "", ["2015年10月—2016年3月", "6月底前"])
    assert steps[1].last == date(2016, 6, 30)


def test_a_plan_without_a_year_anywhere_is_kept_as_written():
    assert periods.read_plan("3月", "12月", ["4月底前"]) == (
        Period("3月"),
        Period("12月"),
        [Period("4月底前")],
    )


def test_a_start_in_the_past_does_not_date_the_steps():
    _, _, steps = periods.read_plan("已启动（2014年）", "2015年", ["4月底前"])
    assert steps == [Period("4月底前")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2015年第二季度", "2015-06-30 止"),
        ("4月底前", "2015-04-30 止"),
        ("2015年4月起", "2015-04-01 起"),
        ("长期坚持", "长期"),
        ("每年12月底前", "每年"),
        ("每季度末", "每季度"),
        ("已启动（2014年）", "已启动"),
        ("尽快", "未识别，按原文保留"),
        ("", ""),
    ],
)
def test_what_was_understood_is_put_in_words(text, shown):
    assert periods.explain(periods.read(text, year=2015)) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("2015年3月", "2015-03-01 起"), ("4月底前", "2015-04-30 前"), ("已启动", "已启动")]
)
def test_a_start_is_explained_by_its_first_day(text, shown):
    assert periods.explain_start(periods.read(text, year=2015)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("年底前", "缺少年份，请写明年份，如“2015年底前”"),
        ("12月底前", "缺少年份，请写明年份，如“2015年底前”"),
        ("第二季度", "缺少年份，请写明年份，如“2015年底前”"),
        ("5—6月", "缺少年份，请写明年份，如“2015年底前”"),
        ("中旬", "缺少月份，请写明年份和月份，如“2015年4月中旬”"),
        ("2月29日", "未识别，按原文保留"),
        ("2月30日", "未识别，按原文保留"),
        ("视情况而定", "未识别，按原文保留"),
    ],
)
def test_a_time_to_which_no_year_belongs_is_told_to_lack_it_and_stays_without_days(text, shown):
    start, finish, [due] = periods.read_plan(text, text, [text])
    assert [periods.explain_start(start), periods.explain(finish), periods.explain(due)] == [shown] * 3
    assert start == finish == due == Period(text)
    assert not due.understood


def test_a_year_in_the_start_is_a_year_for_what_follows():
    _, finish, [due] = periods.read_plan("2015年3月", "年底前", ["4月底前"])
    assert (periods.explain(finish), periods.explain(due)) == ("2015-12-31 止", "2015-04-30 止")


PIECES = st.lists(
    st.sampled_from(
        [
            *"年月日前底初中末旬季度半上下第至到—-~.（）/全每内起止次",
            "长期",
            "已启动",
            *"0123456789一十〇",
            "2015",
            "12",
        ]
    ),
    max_size=12,
).map("".join)


@given(st.text() | PIECES, st.none() | st.integers(-1, 10_000))
def test_reading_never_raises_and_never_changes_the_wording(text, year):
    period = periods.read(text, year=year)
    assert period.text == text
    if period.first and period.last:
        assert period.first <= period.last
    assert isinstance(periods.explain(period), str)


@given(st.lists(PIECES, max_size=4), PIECES)
def test_reading_a_plan_gives_a_period_for_every_step(dues, start):
    _, _, steps = periods.read_plan(start, "", dues)
    assert [step.text for step in steps] == dues


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"])
@given(day=st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_date_written_out_reads_as_itself(form, day):
    period = periods.read(day.strftime(form))
    assert (period.first, period.last) == (day, day)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 2000))
def test_a_range_of_two_dates_reads_as_its_ends(first, length):
    last = date.fromordinal(first.toordinal() + length)
    period = periods.read(f"{first.year}年{first.month}月{first.day}日至{last:%Y-%m-%d}")
    assert (period.first, period.last) == (first, last)
