"""Addresses of what a programme has, for lists of many rows: made of one, because resolving each is slow."""

from django.urls import reverse

from tasks.models import Programme, Round


def of_rows(route: str, programme: Programme) -> str:
    """With what the addresses of the rows of `route` begin; their key and a slash stand behind."""
    return reverse(route, args=[programme.slug, 0]).removesuffix("0/")


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


class RoundAddresses:
    """Of tasks in a round."""

    def __init__(self, round: Round):
        self._tasks = f"{reverse('round', args=[round.programme.slug, round.number])}tasks/"

    def progress(self, number: int) -> str:
        return f"{self._tasks}{number}/"

    def contributions(self, number: int) -> str:
        return f"{self._tasks}{number}/contributions/"
