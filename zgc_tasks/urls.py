"""Root of all addresses. A view's route lives with its room: `units/urls.py`, `tasks/urls.py`."""

from django.urls import include, path, register_converter

from tasks.middleware import ProgrammeConverter
from tasks.views.demonstration import demo_date, demo_play
from tasks.views.favicon import favicon
from tasks.views.help import help_page, wordings
from tasks.views.start import programmes, start
from units.admin_site import site
from units.navigation import section

register_converter(ProgrammeConverter, "programme")

urlpatterns = [
    path("", start, name="start"),
    path("programmes/", programmes, name="programmes"),
    path("favicon.ico", favicon, name="favicon"),
    path("", include("units.urls")),
    *section(
        "help",
        path("help/", help_page, name="help"),
        path("help/wordings/", wordings, name="wordings"),
    ),
    path("demo-date/", demo_date, name="demo-date"),
    path("demo-play/", demo_play, name="demo-play"),
    *section("admin:index", path("admin/", site.urls)),
    path("<programme:programme>/", include("tasks.urls")),
]

handler400 = "zgc_tasks.error_views.bad_request"
handler403 = "zgc_tasks.error_views.permission_denied"
handler404 = "zgc_tasks.error_views.page_not_found"
handler500 = "zgc_tasks.error_views.server_error"
