"""The product's addresses and some more: answers that take long, are large, take what was sent, or fail."""

import errno
import gc
import os
import sys
import time
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tests.project.failing_urls import fail
from tests.project.servers import LARGE
from zgc_tasks.common.client import client_address
from zgc_tasks.urls import handler400, handler403, handler404, handler500
from zgc_tasks.urls import urlpatterns as product_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def process(request: HttpRequest, seconds: int) -> HttpResponse:
    """The number of the process that answers, so many seconds later."""
    time.sleep(seconds)
    return HttpResponse(str(os.getpid()))


@login_not_required
def switching(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(sys.getswitchinterval()))


@login_not_required
def garbage(request: HttpRequest) -> HttpResponse:
    """After how many objects it is looked for, and whether what was loaded is left out of it."""
    return HttpResponse(f"{gc.get_threshold()} {gc.get_freeze_count() > 100_000}")


@login_not_required
def work(request: HttpRequest, seconds: int) -> HttpResponse:
    """As a document does: Python all the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return HttpResponse("done")


@login_not_required
def large(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"x" * LARGE)


@csrf_exempt
@login_not_required
def size(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.body)))


@login_not_required
def sender(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.scheme} {client_address(request)}")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("for the log")


class Failing(BytesIO):
    """On a disk that fails in its middle."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > LARGE // 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


@login_not_required
def failing_file(request: HttpRequest) -> FileResponse:
    return FileResponse(Failing(b"x" * LARGE), filename="scan.pdf")


urlpatterns = [
    path("process/<int:seconds>/", process),
    path("switching/", switching),
    path("garbage/", garbage),
    path("work/<int:seconds>/", work),
    path("large/", large),
    path("size/", size),
    path("sender/", sender),
    path("broken/", broken),
    path("failing-file/", failing_file),
    path("fail/<slug:how>/", fail),
    *product_urls,
]
