"""重新报送时限 in words."""

from datetime import date

from tasks.rules import refiling


def test_the_working_days_counted_and_the_days_that_are_not_are_spelt_out():
    words = refiling.in_words(date(2015, 4, 1), date(2015, 4, 9))
    assert words == (
        "4月9日（周四），退回后第5个工作日：4月2日、3日、7日、8日、9日；4月4日周六、5日清明节、6日补休，均不计"
    )


def test_the_month_is_said_again_where_it_changes():
    words = refiling.in_words(date(2015, 3, 26), date(2015, 4, 2))
    assert "：3月27日、30日、31日、4月1日、2日；" in words


def test_days_without_a_day_off_between_say_nothing_of_days_off():
    assert (
        refiling.in_words(date(2015, 4, 7), date(2015, 4, 8)) == "4月8日（周三），退回后第1个工作日：4月8日"
    )


def test_beyond_the_calendar_nothing_is_counted_and_the_reason_is_said():
    words = refiling.in_words(date(2027, 3, 1), date(2027, 3, 8))
    assert words == "3月8日（周一）；工作日历未收录2027年，按周一至周五推算"
