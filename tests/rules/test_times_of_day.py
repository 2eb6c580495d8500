"""Times of day as people type them."""

from datetime import time

import pytest

from tasks.rules import times_of_day


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9:30", time(9, 30)), ("９：３０", time(9, 30)), ("09:30:15", time(9, 30)), ("9点半", time(9, 30)),
        ("九点半", time(9, 30)),
        ("9点", time(9)), ("9时整", time(9)), ("9时5分", time(9, 5)), ("9点15", time(9, 15)), ("9点一刻", time(9, 15)),
        ("下午3点半", time(15, 30)), ("下午 14:30", time(14, 30)), ("上午11点", time(11)), ("中午12点", time(12)),
        ("中午1点", time(13)), ("晚8点", time(20)), ("十二点", time(12)), ("0点", time(0)),
        ("凌晨12点", time(0)), ("凌晨12点半", time(0, 30)), ("凌晨3点", time(3)), ("傍晚5点", time(17)), ("晚上11点", time(23)),
        ("晚上20:00", time(20)), ("两点半", time(2, 30)), ("下午两点", time(14)), ("下午12点半", time(12, 30)),
        ("晚上12点", None), ("晚12点半", None), ("晚上1点", None), ("晚上3点", None),
        ("中午2点", time(14)), ("中午3点", None), ("中午10点半", None), ("中午11点", time(11)),
        ("24点", None), ("9:60", None), ("下午", None), ("半", None), ("9", None), ("4月1日", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read(text, read):
    assert times_of_day.read(text) == read
