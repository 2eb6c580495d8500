"""A letter beside what was filed: which is older, and whether that is in time."""

from datetime import UTC, date, datetime

import pytest

from tasks.rules import receipts

DEADLINE = date(2015, 4, 3)


def moment(day: int, hour: int = 9) -> datetime:
    return datetime(2015, 4, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "filed", "words"),
    [
        (moment(3), moment(3), "来文于4月3日收到，不早于4月3日的报送，是否按时不受影响"),
        (moment(7), moment(3), "来文于4月7日收到，不早于4月3日的报送，是否按时不受影响"),
        (moment(2), moment(3), "来文于4月2日收到，早于4月3日的报送，以来文为首次报送，仍为按时报送"),
        (moment(3, 8), moment(3), "来文于4月3日收到，早于4月3日的报送，以来文为首次报送，仍为按时报送"),
        (
            moment(3),
            moment(4),
            "来文于4月3日收到，早于4月4日的报送，以来文为首次报送，按时报送（截止4月3日）",
        ),
        (moment(4), moment(7), "来文于4月4日收到，早于4月7日的报送，以来文为首次报送，仍为逾期报送"),
    ],
)
def test_only_an_older_letter_decides_and_the_day_of_the_deadline_is_in_time(received, filed, words):
    assert receipts.in_words(received, filed, DEADLINE) == words
