"""Root of all addresses. A view's route lives with its room: `units/urls.py`, `tasks/urls.py`."""

from django.urls import path

urlpatterns: list[path] = []

handler400 = "zgc_tasks.error_views.bad_request"
handler403 = "zgc_tasks.error_views.permission_denied"
handler404 = "zgc_tasks.error_views.page_not_found"
handler500 = "zgc_tasks.error_views.server_error"
