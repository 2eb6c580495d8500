"""Days and times as a sentence says them."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from tasks.rules import dates

BEIJING = timezone(timedelta(hours=8))


def test_a_day_in_words_has_no_leading_zeros():
    assert dates.in_words(date(2015, 4, 3)) == "2015年4月3日"
    assert dates.without_year(date(2015, 12, 31)) == "12月31日"


def test_in_figures_a_day_has_as_many_digits_as_any():
    assert dates.in_figures(date(2015, 4, 3)) == "2015-04-03"
    assert dates.in_file_name(date(2015, 4, 3)) == "20150403"


def test_the_year_is_left_out_beside_a_day_of_the_same_year():
    assert dates.beside(date(2015, 4, 3), date(2015, 12, 31)) == "4月3日"
    assert dates.beside(date(2015, 12, 31), date(2016, 1, 1)) == "2015年12月31日"


def test_of_a_day_without_an_hour_the_day_alone_is_told():
    at = datetime.fromisoformat("2015-04-03T00:00:00+08:00")
    assert dates.moment(at) == "2015年4月3日"
    assert dates.moment_without_year(at) == "4月3日"
    assert dates.in_table(at) == "2015-04-03"
    assert dates.to_the_minute(at) == "2015-04-03 00:00"


def test_a_moment_is_told_to_the_minute():
    at = datetime(2015, 4, 3, 9, 5, tzinfo=BEIJING)
    assert dates.moment(at) == "2015年4月3日 09:05"
    assert dates.moment_without_year(at) == "4月3日 09:05"
    assert dates.in_table(at) == "2015-04-03 09:05"
    assert dates.printed(at) == "2015年4月3日09:05"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2015, 4, 1, 9, 30, tzinfo=BEIJING), "今天 09:30"),
        (datetime(2015, 3, 31, 23, 59, tzinfo=BEIJING), "昨天 23:59"),
        (datetime(2015, 3, 30, 16, 5, tzinfo=BEIJING), "3月30日 16:05"),
        (datetime(2014, 12, 31, 8, 0, tzinfo=BEIJING), "2014年12月31日 08:00"),
    ],
)
def test_what_was_lately_is_told_by_its_nearness(at, said):
    assert dates.lately(at, date(2015, 4, 1)) == said


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("day", "2015年4月1日"),
        ("short_day", "4月1日"),
        ("moment", "2015年4月1日 00:30"),
        ("short_moment", "4月1日 00:30"),
        ("table_day", "2015-04-01"),
        ("table_moment", "2015-04-01 00:30"),
    ],
)
def test_a_template_says_a_moment_in_beijing_time(way, said):
    """Half past midnight in Beijing is the day before in London."""
    at = datetime.fromisoformat("2015-03-31T16:30:00+00:00")
    assert engines["django"].from_string(f"{{{{ at|{way} }}}}").render({"at": at}) == said


@pytest.mark.parametrize("way", ["day", "short_day", "moment", "short_moment", "table_day", "table_moment"])
def test_a_template_says_nothing_of_no_day(way):
    assert engines["django"].from_string(f"{{{{ at|{way} }}}}").render({"at": None}) == ""


ROOT = Path(settings.BASE_DIR)
MODULES = sorted(
    path
    for path in (ROOT / "tasks").rglob("*.py")
    if "migrations" not in path.parts and path != ROOT / "tasks/rules/dates.py"
)


def days_in_words(source: str) -> Iterator[str]:
    """Strings into which a day is put here, in words or figures; .isoformat() is for machines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            said = ast.unparse(node)
            if "%d" in said or re.search(r"month\}月\{[\w.]+\.day\}日", said):
                yield said
        elif isinstance(node, ast.Attribute) and node.attr == "strftime":
            yield ast.unparse(node)


def test_nothing_else_puts_a_day_into_words():
    assert [
        f"{path.relative_to(ROOT)}: {said}"
        for path in MODULES
        for said in days_in_words(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        'f"{day:%Y-%m-%d}"',
        'f"{a.day.year}年{a.day.month}月{a.day.day}日"',
        'day.strftime("%d")',
        'f"至{day:%m-%d}"',
    ],
)
def test_a_day_that_is_put_into_words_elsewhere_is_found(source):
    assert list(days_in_words(source))


# For machines, a day of the week, and the time of a save of today.
OF_DJANGO = {"c", "D", "H:i"}


def test_templates_say_days_by_the_filters_of_words():
    asked = re.compile(r"""\|date(?::["']([^"']*)["'])?""")
    found = {
        (str(path.relative_to(ROOT)), form)
        for path in (ROOT / "templates").rglob("*.html")
        for form in asked.findall(path.read_text(encoding="utf-8"))
    }
    assert {(path, form) for path, form in found if form not in OF_DJANGO} == set()
