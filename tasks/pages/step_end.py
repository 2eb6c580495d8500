"""取消, 拆分 or 并入 of one step in force; and those of a revision, as the form and its readers list them."""

from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from tasks import crosschecked, policies
from tasks.forms.filing import StepEndForm
from tasks.models import Plan
from tasks.rules.sheet import Step
from tasks.rules.step_ends import numbers_of
from tasks.rules.wording import beginning

_BEGINNING = 40  # characters of a step, to be told from the others


class Ended(NamedTuple):
    """A step in force that a revision no longer has; `words` say what became of it, "" where nobody has said."""

    number: int
    text: str
    words: str
    address: str
    key: int


def page(plan: Plan, key: int, form: StepEndForm | None = None) -> dict:
    """`plan` with its sheet. Nothing is there about a step that is not in force."""
    if policies.refusal_of(policies.is_in_force, plan, key):
        raise Http404("该步骤不在已核收的方案中，可以在填写页面直接删除")
    number, step = _in_force(plan)[key]
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "key": key,
        "number": number,
        "step": step,
        "form": form or ending_form(plan, key),
        "gone": key not in numbers_of(plan.typed()),
    }


def ending_form(plan: Plan, key: int, posted=None) -> StepEndForm:
    """Offers every other step of the working copy as what is in its place."""
    steps = plan.typed().steps
    others = [
        (step.key, f"第{number}步：{beginning(step.text, _BEGINNING)}")
        for number, step in enumerate(steps, start=1)
        if step.key != key
    ]
    said = plan.step_ends.filter(key=key).first()
    initial = {"ending": said.ending, "into": said.into, "reason": said.reason} if said else {}
    return StepEndForm(posted, others=others, initial=initial | {"based_on": plan.version})


def endings(plan: Plan | None) -> dict[int, str]:
    """Of each step in force the address under which it is cancelled, split or merged; none but for a revision."""
    if plan is None or not plan.revising:
        return {}
    return {key: _address(plan, key) for key in plan.in_force.keys}


def ended(plan: Plan | None) -> list[Ended]:
    """The steps in force that the working copy no longer has."""
    if plan is None or not plan.revising:
        return []
    typed, said = plan.typed(), {end.key: end for end in plan.ends()}
    unsaid = {step.key for step in crosschecked.unexplained(plan)}
    numbers = numbers_of(typed)
    return [
        Ended(
            number,
            step.text,
            "" if key in unsaid else said[key].in_words(numbers),
            _address(plan, key),
            key,
        )
        for key, (number, step) in _in_force(plan).items()
        if key not in numbers
    ]


def _in_force(plan: Plan) -> dict[int, tuple[int, Step]]:
    steps = plan.in_force.keyed_sheet().steps
    return {step.key: (number, step) for number, step in enumerate(steps, start=1)}


def _address(plan: Plan, key: int) -> str:
    return reverse("step-end", args=[plan.task.programme.slug, plan.task.number, key])
