"""Two texts of one thing, that of somebody else and one's own, of which one is chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

THEIRS, MINE = "theirs", "mine"


class TwoTexts:
    """What templates/tasks/_choice.html draws. It has a `name` under which the choice is posted, a `label`, `theirs` and
    `mine`, and `chosen`: MINE or THEIRS, or "" while nobody has chosen. It is `settled` where only one touched it.
    """

    settled = False
    is_step = False  # of the sheet of a plan: the texts are steps, or None on the side that has no such step

    @property
    def takes_theirs(self) -> bool:
        return self.chosen == THEIRS

    @property
    def takes_mine(self) -> bool:
        return self.chosen == MINE


def chosen(one: TwoTexts, choices: Mapping[str, str]) -> str:
    """What was chosen; before that, the side where only one of the two has anything."""
    found = choices.get(one.name, "")
    if found in (THEIRS, MINE):
        return found
    if not one.theirs or not one.mine:
        return MINE if one.mine else THEIRS
    return ""


def decided(one: TwoTexts, by_them: bool, by_me: bool, choices: Mapping[str, str]) -> TwoTexts:
    """As it is chosen, or settled by who touched it since the page of mine was drawn."""
    if by_them and by_me:
        return replace(one, chosen=chosen(one, choices))
    return replace(one, chosen=THEIRS if by_them else MINE, settled=True)


def shown(found: Iterable[TwoTexts], *, is_open: bool) -> list[TwoTexts]:
    """What is to be chosen; where nothing can be saved any more, all of mine that is not."""
    return [one for one in found if not one.settled] if is_open else unsaved_of(found)


def unsaved_of(found: Iterable[TwoTexts]) -> list[TwoTexts]:
    """Without what only somebody else touched."""
    return [one for one in found if not (one.settled and one.takes_theirs)]
