"""`manage.py play_history`."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tasks.actions.demonstration import begin_playing
from tasks.play import running
from units.models import AuditEntry
from zgc_tasks.common import clock
from zgc_tasks.common.commands import WrongUse
from zgc_tasks.common.refusal import Refusal

pytestmark = pytest.mark.django_db


def run(until: str) -> str:
    out = StringIO()
    call_command("play_history", "--until", until, stdout=out)
    return out.getvalue()


def test_it_says_how_far_it_is_and_leaves_the_date_there(demonstration):
    assert run("2015-04-02").startswith("已快进到2015年4月2日，办理 ")
    assert f"{clock.today()}" == "2015-04-02"
    entry = AuditEntry.objects.get(action="demonstration.play")
    assert entry.subject == "2015-04-02"


def test_outside_a_demonstration_it_is_refused(demonstration, settings):
    settings.DEMO = False
    with pytest.raises(WrongUse, match="DEMO=1"):
        run("2015-04-02")


@pytest.mark.parametrize("day", ["2015-04-01", "2015-03-31", "2018-01-01"])
def test_it_goes_neither_back_nor_too_far(demonstration, day):
    with pytest.raises(WrongUse, match="请选择演示日期（2015年4月1日）之后、2017年12月31日以前的日期"):
        run(day)


@pytest.mark.parametrize("day", [date(2015, 4, 1), date(2018, 1, 1)])
def test_nor_for_whoever_asks_past_page_and_command(demonstration, day):
    with pytest.raises(Refusal, match="之后、2017年12月31日以前的日期"):
        begin_playing(until=day, today=date(2015, 4, 1), by=None)
    begin_playing(until=date(2017, 12, 31), today=date(2015, 4, 1), by=None)


def test_a_second_one_is_refused_while_the_first_runs(demonstration):
    with running.nobody_plays(), pytest.raises(WrongUse, match="正在快进"):
        run("2015-04-02")
    assert run("2015-04-02")
