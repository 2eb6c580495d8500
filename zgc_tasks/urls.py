"""Root of all addresses. A view's route lives with its room: `units/urls.py`, `tasks/urls.py`."""

from django.urls import path

urlpatterns: list[path] = []
