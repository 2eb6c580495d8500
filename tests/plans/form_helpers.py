"""What a browser posts from the plan form, and the addresses it posts to."""

from django.urls import reverse

from tasks.models import Plan

FILLED = {
    "supervising_leader": "副主任 张某",
    "responsible_office": "科研处",
    "contact_name": "李某",
    "contact_phone": "010-00000002",
    "start": "2015年3月",
    "finish": "2017年12月",
    "step_text": ["印发建设计划实施细则", "组织高校申报、专家论证"],
    "step_due": ["4月底前", "5—6月"],
    "step_unit": ["", ""],
    "participant": [],
}


def url(name: str, task, *args) -> str:
    return reverse(name, args=[task.programme.slug, task.number, *args])


def posted(based_on: int = 0, **changes) -> dict:
    return {"based_on": based_on, "op": "save"} | FILLED | changes


def save(client, task, based_on: int = 0, *, htmx: bool = False, **changes):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(url("plan-save", task), posted(based_on, **changes), headers=headers)


def page(client, task, query: str = "") -> str:
    response = client.get(url("plan-edit", task) + query)
    assert response.status_code == 200
    return response.content.decode()


def saved_plan(task) -> Plan:
    return Plan.objects.with_sheet().get(task=task)


def steps_of(task) -> list[tuple[str, str]]:
    return [(step.text, step.due_text) for step in saved_plan(task).steps.all()]
