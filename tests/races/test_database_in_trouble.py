"""The database is full, locked for longer than anybody waits, or gone: it is said in words, nothing is written by halves, and
when it is over the same is pressed again and done.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageEncoder
from django.db import OperationalError, close_old_connections, connection
from django.urls import reverse

from tasks import reading
from tests.access.dump import business
from tests.access.scene import STATES, Scene
from tests.plans.form_helpers import posted
from units.session_facts import SEEN_KEY

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="what it is here is of SQLite")
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="a server that can end a connection"
)
LONG = "逐项核实申报材料" * 200


def save(scene: Scene, trouble: Callable = nullcontext) -> tuple[int, str]:
    """By hand, and more than the free pages of a database hold."""
    plan = scene.plan("draft")
    client = scene.client("liaison", raise_request_exception=False)
    rows = {"step_text": [LONG] * 3, "step_due": ["4月底前", "5月", "6月"], "step_unit": [""] * 3}
    address = reverse("plan-save", args=[scene.programme.slug, STATES["draft"]])
    with trouble():
        answer = client.post(address, posted(plan.version, **rows))
    return answer.status_code, answer.content.decode()


@contextmanager
def full() -> Iterator[None]:
    """No page more than there is."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def locked() -> Iterator[None]:
    """By somebody who is slower than anybody waits."""
    connection.close()
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as outsider:
        outsider.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def ended() -> Iterator[None]:
    """As by a server that is started anew; Django looks at its connections before every request."""
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    close_old_connections()
    yield


@on_sqlite
@pytest.mark.parametrize("trouble", [full, locked])
def test_it_is_said_in_words_and_done_when_it_is_over(world, monkeypatch, trouble):
    worlds, scene = world
    with worlds.fresh() as thread:
        monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 0.2)
        before = thread(business)
        status, page = thread(save, scene, trouble)
        assert status == 503
        assert "核对填写的内容（方案和进展已暂存在本机），再提交一次" in page
        assert thread(business) == before
        assert thread(save, scene)[0] == 302
        assert thread(is_sound)


def asked(scene: Scene, trouble: Callable, what: str) -> int:
    """For the first time in a while: that the session is in use should be noted, and which message was shown."""
    method, path = what.split()
    client = scene.client("liaison", raise_request_exception=False)
    session = client.session
    session[SEEN_KEY] -= 120
    if "?told" in path:
        session["_messages"] = MessageEncoder().encode([Message(constants.SUCCESS, "已保存")])
    session.save()
    reading.forget()
    with trouble():
        return client.generic(method, path).status_code


@on_sqlite
@pytest.mark.parametrize(
    ("what", "status", "not_noted"),
    [
        ("GET /gjrc/tasks/", 200, ["use"]),
        ("GET /gjrc/tasks/?told", 200, ["use"]),
        ("GET /gjrc/reports/new/", 403, ["refusal", "use"]),
        ("GET /kczh/tasks/1/plan/edit/", 404, ["refusal", "use"]),
        ("POST /gjrc/tasks/99/plan/save/", 404, ["refusal", "use"]),
        ("GET /gjrc/tasks/7/plan/", 503, []),  # a plan is not read off the record
    ],
)
def test_what_writes_nothing_is_answered_while_nobody_can_write(
    world, monkeypatch, caplog, what, status, not_noted
):
    worlds, scene = world
    with worlds.fresh() as thread:
        monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 0.2)
        assert thread(asked, scene, locked, what) == status
    said = [record.args[0] for record in caplog.records if record.msg.startswith("not noted: ")]
    assert said == not_noted


def begin_to_act_for_another(scene: Scene) -> int:
    """What is chosen would stand in the session."""
    client = scene.client("liaison", raise_request_exception=False)
    chosen = scene.client("liaison").session["membership"]
    with locked():
        return client.post(reverse("memberships-switch"), {"membership": chosen}).status_code


@on_sqlite
def test_what_cannot_be_written_signs_nobody_out(world, monkeypatch):
    worlds, scene = world
    with worlds.fresh() as thread:
        monkeypatch.setitem(settings.DATABASES["default"]["OPTIONS"], "timeout", 0.2)
        assert thread(begin_to_act_for_another, scene) == 503


def is_sound() -> bool:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@on_postgresql
def test_a_connection_that_was_ended_is_made_anew(world):
    worlds, scene = world
    with worlds.fresh() as thread:
        assert thread(save, scene, ended)[0] == 302
