"""The database is full, locked for longer than anybody waits, or gone: it is said in words, nothing is written by halves, and
when it is over the same is pressed again and done.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext

import pytest
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection
from django.urls import reverse

from tests.access.dump import business
from tests.access.scene import STATES, Scene
from tests.plans.form_helpers import posted

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


def is_sound() -> bool:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@on_postgresql
def test_a_connection_that_was_ended_is_made_anew(world):
    worlds, scene = world
    with worlds.fresh() as thread:
        assert thread(save, scene, ended)[0] == 302
