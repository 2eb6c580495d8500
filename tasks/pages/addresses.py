"""Addresses of the tasks of a programme, for lists of many rows: made of one, because resolving each is slow."""

from django.urls import reverse

from tasks.models import Programme


class TaskAddresses:
    def __init__(self, programme: Programme):
        self._register = reverse("task-list", args=[programme.slug])

    def task(self, number: int) -> str:
        return f"{self._register}{number}/"

    def plan(self, number: int) -> str:
        return f"{self._register}{number}/plan/"

    def plan_form(self, number: int) -> str:
        return f"{self._register}{number}/plan/edit/"

    def steps(self, number: int) -> str:
        return f"{self._register}{number}/steps/"

    def coordination(self, number: int) -> str:
        return f"{self._register}{number}/coordination/"
