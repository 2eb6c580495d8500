from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules import period_understanding, periods
from tasks.rules.periods import NO_END, Period

NO_TIMES = [
    "2月30日", "2015年2月29日", "2015年13月", "4月0日", "4月32日", "5", "4月—", "—4月", "二十", "十十月", "年", "底",
    "120150403", "批准后两年内", "第五季度", "尽快", "投入1.5亿元", "3至5年", "年" * 101,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_is_not_taken_for_one(text):
    assert not periods.is_time(text)


@pytest.mark.parametrize("text", ["尽快", "批准后两年内", "投入1.5亿元", "年" * 101, "2015063", "—", ""])
def test_what_is_not_understood_keeps_its_wording_and_has_no_days(text):
    period = periods.read(text, year=2015)
    assert period == Period(text)
    assert not period.understood


@pytest.mark.parametrize(
    "text", ["长期", "长期坚持", "每年12月底前", "每季度末", "已启动", "常态化推进", "每两年"]
)
def test_a_standing_time_is_understood_and_ends_on_no_day(text):
    period = periods.read(text, year=2015)
    assert (period.first, period.last) == (None, None)
    assert period.understood
    assert periods.is_time(text)


@pytest.mark.parametrize("text", ["4月底前", "5—6月", "第二季度", "年底前", "上半年", "4月3日"])
def test_without_any_year_a_time_is_not_understood(text):
    assert periods.read(text) == Period(text)


@pytest.mark.parametrize(
    ("text", "last"), [("2015年终评审前", date(2015, 12, 31)), ("4月终审前", date(2015, 4, 30))]
)
def test_the_end_of_a_year_is_one_before_评审_too_and_of_a_month_终审_is_a_word(text, last):
    assert periods.read(text, year=2015) == Period(text, last.replace(day=1), last)


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


def test_days_from_one_to_another_are_of_the_month_that_is_known():
    assert periods.read("3—10日", year=2015, month=4) == Period("3—10日", date(2015, 4, 3), date(2015, 4, 10))


def test_the_last_day_of_february_is_a_time_although_its_year_is_not_known():
    assert periods.is_time("2月29日")


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
        ("已启动，2015年6月底前完成", "已启动，2015-06-30 止"),
        ("2015年6月底前完成，此后持续推进", "2015-06-30 止，此后长期"),
        ("2015年—2017年，每年底前", "2017-12-31 止，每年"),
        ("2015年起长期坚持", "2015-01-01 起，长期"),
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
        ("2月29日", "缺少年份，请写明年份，如“2015年底前”"),
        ("2月30日", "2月没有30日，请核对"),
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


def test_what_is_understood_otherwise_than_it_may_be_meant_is_asked():
    _, finish, [october, march] = periods.read_plan("2015年10月", "6月底前", ["10月底前", "3月底前"])
    assert (finish.last, march.last) == (date(2016, 6, 30), date(2016, 3, 31))
    assert [note.asks for period in (finish, october, march) for note in period.notes] == [True, True]
    assert "按2016年理解" in march.notes[0].fact


def test_what_follows_a_moved_step_goes_on_from_its_year():
    _, _, dues = periods.read_plan("2015年3月", "", ["11月底前", "2月", "4月底前"])
    assert [due.last.year for due in dues] == [2015, 2016, 2016]
    assert dues[2].notes == ()


def test_a_leap_day_is_found_in_the_year_it_is_moved_to():
    _, _, [_, due] = periods.read_plan("2015年10月", "", ["12月底前", "2016年2月29日"])
    assert due.last == date(2016, 2, 29)


def test_this_year_is_that_of_the_programme_and_unknown_without_one():
    assert periods.read("今年底前", year=2016, issued=2015).last == date(2015, 12, 31)
    assert periods.explain(periods.read("今年底前", year=2016)) == "缺少年份，请写明年份，如“2015年底前”"


def test_notes_are_no_part_of_what_is_kept():
    noted = periods.read("4月3日（周三）前", year=2015)
    assert noted.notes
    assert noted == Period.from_json(noted.to_json()) == Period(noted.text, None, date(2015, 4, 3))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("每年12月底前", NO_END),
        ("每季度末", NO_END),
        ("2015年—2017年，每年底前", 2017),
        ("2015年6月底前完成，此后每年12月底前更新", NO_END),
        ("长期", None),
        ("2015年6月底前", None),
    ],
)
def test_what_recurs_is_asked_for_until_its_last_year_or_for_good(text, until):
    assert periods.read(text, year=2015).recurs_until == until


def test_what_is_too_long_to_be_a_time_is_not_kept():
    """It is refused, but read before: memory does not grow with what is typed."""
    kept = period_understanding._understood, periods._read_plan_once
    for one in kept:
        one.cache_clear()
    for length in (101, 5_000):
        start, finish, dues = periods.read_plan("长" * length, "2015年6月底前", ["4月"])
        assert (start.understood, str(finish.last), str(dues[0].last)) == (False, "2015-06-30", "None")
    assert [one.cache_info().currsize for one in kept] == [3, 0]
    periods.read_plan("长" * 100, "2015年6月底前", ["4月"])
    assert periods._read_plan_once.cache_info().currsize == 1
