"""The product's addresses and some more, whose views fail in each way there is."""

import errno
import sqlite3

import psycopg
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from zgc_tasks.common.refusal import Kind, Refusal
from zgc_tasks.urls import handler400, handler403, handler404, handler500
from zgc_tasks.urls import urlpatterns as product_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def _without_a_table() -> OperationalError:
    """SQLite calls it by the name of what passes."""
    found = OperationalError("no such table: nothing")
    try:
        sqlite3.connect(":memory:").execute("SELECT 1 FROM nothing")
    except sqlite3.OperationalError as error:
        found.__cause__ = error
    return found


def _internal(cause: psycopg.InternalError) -> InternalError:
    found = InternalError(str(cause))
    found.__cause__ = cause
    return found


@login_not_required
def fail(request, how):
    raise {
        "bad": SuspiciousOperation("不成立的请求"),
        "denied": PermissionDenied("只有牵头单位可以报送实施方案"),
        "denied-without-words": PermissionDenied(),
        "missing": Http404("No Plan matches the given query."),
        "refused": Refusal("只有牵头单位可以撤回", Kind.NOT_ALLOWED),
        "not-now": Refusal("实施方案已核收，不能撤回", Kind.NOT_NOW),
        "out-of-date": Refusal("方案刚刚有变化，未办理", Kind.OUT_OF_DATE),
        "wrong-input": Refusal("收到时间不能晚于现在", Kind.WRONG_INPUT),
        "too-often": Refusal("已暂停登录，约15分钟后自动恢复", Kind.TOO_OFTEN),
        "broken": RuntimeError("数据库里的秘密"),
        "locked": OperationalError("database is locked"),
        "no-table": _without_a_table(),
        "gone": InterfaceError("connection already closed"),
        "cut-off": _internal(psycopg.errors.IdleInTransactionSessionTimeout("terminating connection")),
        "failed-before": _internal(psycopg.errors.InFailedSqlTransaction("commands ignored")),
        "full": OSError(errno.ENOSPC, "No space left on device"),
        "not-there": FileNotFoundError(errno.ENOENT, "No such file"),
    }[how]


@login_not_required
@require_POST
def only_post(request):
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("fail/only-post/", only_post),
    path("fail/<slug:how>/", fail),
    *product_urls,
]
