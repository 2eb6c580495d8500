"""`manage.py sample_plans` where it may not or need not load anything."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tasks.management import sample_history
from tasks.models import Plan
from tests.factories import make_user
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db


def test_where_people_already_work_it_adds_nothing(gjrc):
    call_command("sample_accounts", verbosity=0)
    task = gjrc.tasks.get(number=2)
    liaison = Membership.objects.get(user__username="kewei")
    Plan.objects.create(task=task, begun_at=timezone.now(), updated_at=timezone.now(), updated_by=liaison)
    call_command("sample_plans", verbosity=0)
    assert [plan.task.number for plan in Plan.objects.all()] == [2]


def test_an_act_the_rules_refuse_leaves_nothing_behind(gjrc, monkeypatch):
    call_command("sample_accounts", verbosity=0)
    # Nobody of the receiving office: the history fails halfway.
    Membership.objects.filter(role=Role.CHECKER).update(office=make_user(Role.OFFICER).office)
    with pytest.raises(Exception, match="接收处室"):
        sample_history.play()
    assert not Plan.objects.exists()


def test_without_the_register_it_says_what_to_run_first(db):
    with pytest.raises(CommandError, match="请先运行 load_register"):
        call_command("sample_plans", verbosity=0)


def test_without_the_accounts_it_says_what_to_run_first(gjrc):
    with pytest.raises(CommandError, match="请先运行 sample_accounts"):
        call_command("sample_plans", verbosity=0)


def test_outside_a_demonstration_it_is_refused(gjrc, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("sample_plans", verbosity=0)
