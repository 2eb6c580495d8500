"""A letter beside what was filed: which of the two is older, and what that means for being on time (decision 0038)."""

from datetime import date, datetime

from tasks.rules import dates


def in_words(received: datetime, filed: datetime, deadline: date) -> str:
    """Of the letter and of what was filed first otherwise; both moments are local."""
    came = f"来文于{dates.beside(received.date(), deadline)}收到"
    other = f"{dates.beside(filed.date(), deadline)}的报送"
    if received >= filed:
        return f"{came}，不早于{other}，是否按时不受影响"
    return f"{came}，早于{other}，以来文为首次报送，{_timeliness(received, filed, deadline)}"


def _timeliness(received: datetime, filed: datetime, deadline: date) -> str:
    if received.date() > deadline:
        return "仍为逾期报送"
    if filed.date() > deadline:
        return f"按时报送（截止{dates.beside(deadline, received)}）"
    return "仍为按时报送"
