"""The administrator's lists and forms: as few queries for many rows as for few."""


def test_the_administrators_pages_take_no_more_queries_for_more_rows(counted):
    before, after = counted.administration
    assert after == before
    assert 0 < max(before.values()) <= 15
