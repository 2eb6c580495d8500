"""What each rule answers to everybody about everything there is: whom it lets, and how it refuses the others."""

from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from pathlib import Path

import pytest

from tasks import policies
from tests.access.answers import undone
from tests.access.asked import Question, questions
from tests.access.asked_made import more_to_ask_about
from tests.access.asked_people import everybody
from units.models import Membership
from zgc_tasks.common.refusal import Refusal

pytestmark = pytest.mark.django_db

PUT_DOWN = Path(__file__).with_name("asked.txt")
# By rule and answers, what they are about.
Told = dict[str, dict[tuple[str, ...], list[str]]]


@pytest.fixture(scope="module")
def told(acting) -> Told:
    with undone():
        people = everybody(acting)
        more_to_ask_about(acting, people)
        told: Told = {}
        for about, question in questions():
            name = f"{question.rule.__name__} {question.given.get('action', '')}".strip()
            told.setdefault(name, {}).setdefault(_answers(question, people), []).append(about)
        return told


def test_every_rule_is_asked(told):
    rules = {name for name in policies.__all__ if callable(getattr(policies, name))}
    assert rules - {name.partition(" ")[0] for name in told} == {"allowed", "refusal_of"}


def test_every_rule_answers_everybody_what_is_put_down_here(told, tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    found = tmp_path / PUT_DOWN.name
    lines = [line for name, answers in told.items() for line in (name, *_lines(answers))]
    found.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == PUT_DOWN.read_text(encoding="utf-8").splitlines(), f"cp {found} {PUT_DOWN}"


def _answers(question: Question, people: Mapping[str, Membership]) -> tuple[str, ...]:
    """Whom it tells what; what most are told comes last, of all others."""
    rule, given = question.rule, question.given
    if "by" not in signature(rule).parameters:
        return (_answer(rule, given),)
    told: dict[str, list[str]] = {}
    for who, member in people.items():
        told.setdefault(_answer(rule, given | {"by": member}), []).append(who)
    *few, (most, _) = sorted(told.items(), key=lambda each: len(each[1]))
    return (*(f"{' '.join(who)}: {words}" for words, who in few), f"others: {most}")


def _answer(rule: Callable, given: dict) -> str:
    try:
        found = rule(**given)
    except Refusal as refusal:
        return f"{refusal.kind.value}, {refusal.words}"
    return "nothing against it" if found is None else str(found)


def _lines(answers: dict[tuple[str, ...], list[str]]) -> Iterator[str]:
    for said, about in answers.items():
        yield f"  of {', '.join(about)}"
        yield from (f"    {line}" for line in said)
