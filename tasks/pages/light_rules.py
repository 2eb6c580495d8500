"""红黄灯规则: what each light means, and which matters count in it, with the figures of the programme."""

from dataclasses import dataclass
from typing import NamedTuple

from tasks.enums import Light, Matter
from tasks.models import Programme
from tasks.pages import marks
from tasks.pages.marks import Mark
from tasks.rules import attention


class Meaning(NamedTuple):
    light: Mark
    words: str


class Counting(NamedTuple):
    """When a matter is said of a task, and how it counts."""

    label: str
    when: str
    words: str
    counts: bool


@dataclass(frozen=True)
class LightRules:
    lights: list[Meaning]
    matters: list[Counting]


def build(programme: Programme) -> LightRules:
    limits = programme.limits
    return LightRules(
        lights=[Meaning(marks.of_light(light), attention.meaning(light, limits)) for light in Light],
        matters=[
            Counting(
                matter.label,
                attention.WHEN[matter],
                attention.counting(matter, limits),
                matter in attention.COUNTS,
            )
            for matter in Matter
        ],
    )
