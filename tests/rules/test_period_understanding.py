"""Reading is bounded: whatever is typed, it is read once from left to right, and a reader that does not go on is stopped."""

import re

import pytest

from tasks.rules import period_understanding, period_words, periods

ANY_LENGTH = [
    "5、",
    "5-",
    "第1、",
    "2015.1.",
    "每年",
    "每年0",
    "（含当日",
    "最迟",
    "T1",
    "1十",
    "完成启动",
    "年月日",
    "6月底前，",
]


@pytest.mark.parametrize("piece", ANY_LENGTH)
def test_reading_takes_steps_in_proportion_to_the_length(piece, monkeypatch):
    """Steps are counted: looks at a token, and pieces cut off the text."""
    most, steps = 40 * 100, 0
    look = period_understanding._Reader._kind

    def counted(self, at):
        nonlocal steps
        steps += 1
        assert steps <= most
        return look(self, at)

    monkeypatch.setattr(period_understanding._Reader, "_kind", counted)
    taken = []
    for length in (50, 100):
        period_understanding._understood.cache_clear()
        steps = 0
        text = (piece * length)[:length]
        periods.read(text, year=2015)
        assert len(period_words.tokens(text)) <= length
        taken.append(steps)
    assert taken[1] <= 3 * taken[0] + 100


def test_no_pattern_repeats_without_bound():
    for pattern in period_words.PATTERNS:
        assert not re.search(r"[*+]|\{\d*,\}", pattern), pattern
