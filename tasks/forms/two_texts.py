"""Two texts of one thing, that of somebody else and one's own, of which one is chosen."""

from collections.abc import Mapping

THEIRS, MINE = "theirs", "mine"


class TwoTexts:
    """What templates/tasks/_choice.html draws. It has a `name` under which the choice is posted, a `label`, `theirs` and
    `mine`, and `chosen`: MINE or THEIRS, or "" while nobody has chosen.
    """

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
