"""Two people with the same plan form open, each in a browser of their own."""

import re

from django.http import HttpResponse

from tests.factories import client_for, make_user
from tests.plans.form_helpers import page, save, saved_plan, url
from tests.rounds.browsing import Fields
from units.roles import Role

STEPS = {
    "step_text": ["印发细则", "组织申报", "公布名单"],
    "step_due": ["4月", "5月", "6月"],
    "step_unit": ["", "", ""],
    "step_key": ["", "", ""],
}


class Window:
    """The form in a browser: what is typed into it stays, and a save in the background renews what is not seen of it."""

    def __init__(self, client, task):
        self.client, self.task = client, task
        self.fields = Fields(page(client, task), "plan-form").values
        self.answer: HttpResponse | None = None

    def type(self, **typed: str | list[str]) -> "Window":
        self.fields |= typed
        return self

    def step(self, number: int, text: str) -> "Window":
        self.fields["step_text"][number - 1] = text
        return self

    def add(self, *rows: tuple[str, str]) -> "Window":
        """Steps, each with its time, below those that stand there."""
        for row in rows:
            for name, value in zip(STEPS, (*row, "", ""), strict=True):
                self.fields[name].append(value)
        return self

    def on_top(self, text: str, due: str) -> "Window":
        self.add((text, due))
        return self.type(**{name: [*self.fields[name][-1:], *self.fields[name][:-1]] for name in STEPS})

    def press(self, op: str = "save") -> HttpResponse:
        self.answer = self.client.post(url("plan-save", self.task), self.fields | {"op": op})
        return self.answer

    def wait(self, op: str = "autosave") -> str:
        """Until it is saved by itself."""
        headers = {"HX-Request": "true"}
        self.answer = self.client.post(url("plan-save", self.task), self.fields | {"op": op}, headers=headers)
        html = self.answer.content.decode()
        if self.answer.status_code == 200:
            for name in ("based_on", "drawn", "together"):
                self.fields[name] = re.findall(f'name="{name}" value="([^"]*)"', html)
            for number, key in re.findall(r'id="id_step_(\d+)_key" name="step_key" value="(\d+)"', html):
                self.fields["step_key"][int(number) - 1 : int(number)] = [key]
        return " ".join(html.split())

    def take_rows(self, html: str) -> "Window":
        """Those that a button had drawn anew."""
        drawn = Fields(f'<form id="rows">{html}</form>', "rows").values
        count = len(drawn["step_text"])  # the keys are told once more beside the rows
        self.fields |= {name: texts[:count] for name, texts in drawn.items() if name.startswith("step_")}
        return self

    def choices(self) -> list[str]:
        """What the page of two texts asks about."""
        return sorted(
            set(re.findall(r'type="radio"[^>]*\s+name="choose_(\w+)"', self.answer.content.decode()))
        )

    def choose(self, **chosen: str) -> HttpResponse:
        posted = Fields(self.answer.content.decode(), "").values | chosen
        self.answer = self.client.post(url("plan-resolve", self.task), posted)
        return self.answer


def first_of(client, task) -> Window:
    """Of a plan with some steps."""
    save(client, task, **STEPS)
    return Window(client, task)


def second_of(lead, task, name: str = "赵某") -> Window:
    """Of a colleague."""
    colleague = make_user(Role.LIAISON, lead)
    colleague.user.full_name = name
    colleague.user.save()
    return Window(client_for(colleague), task)


def both(task) -> tuple[str, str]:
    plan = saved_plan(task)
    return plan.contact_name, plan.responsible_office
