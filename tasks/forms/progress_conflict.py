"""Two people writing of one task in a round: what differs between the saved text and one's own, and what is chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tasks.enums import StepProgress
from tasks.forms.plan_marks import NONE, Marks
from tasks.forms.two_texts import TwoTexts, chosen, decided
from tasks.reported import Reported
from tasks.rules.progress_sheet import changed_since, place_of
from tasks.rules.statement import LABELS, TEXTS, Statement, StepStatement

# 本期无新进展 is of the texts: they are chosen together, so that what is promised of it is what is taken in.
TIED = frozenset({"unchanged", *TEXTS})
# A reason is one for the 推进状态 it was written beside.
_OUTLOOK = frozenset({"outlook", "outlook_reason"})
_LINES = (*TEXTS, "outlook", "outlook_reason")


@dataclass(frozen=True)
class ProgressChoice(TwoTexts):
    """One thing to choose: a field, one step, or all figures."""

    number: int
    field: str
    label: str
    theirs: str
    mine: str
    key: int | None = None
    chosen: str = ""
    settled: bool = False

    @property
    def place(self) -> str:
        return place_of(self.field, self.key)

    @property
    def name(self) -> str:
        return "-".join(map(str, filter(None, (self.number, "choose", self.field, self.key))))


def compare(
    each: Reported, mine: Statement, choices: Mapping[str, str], drawn: Marks = NONE
) -> list[ProgressChoice]:
    """In the order of the form. `choices` is what the page of choices posted; `drawn` what the page of mine was drawn with,
    where that is known.
    """
    numbers = {step.key: step.number for step in each.steps}
    found = list(_differences(each.number, each.said, mine.trimmed(), numbers))
    if not drawn:
        return [replace(one, chosen=chosen(one, choices)) for one in found]
    tied = [_OUTLOOK, TIED] if each.said.unchanged != mine.unchanged else [_OUTLOOK]
    by_them, by_me = (_touched(said, drawn, tied) for said in (each.said, mine))
    return [decided(one, one.place in by_them, one.place in by_me, choices) for one in found]


def _touched(said: Statement, drawn: Marks, tied: Iterable[frozenset[str]]) -> set[str]:
    """Whoever touched one of what is tied touched all of it: who said 本期无新进展, or no longer, said it of all texts."""
    found = changed_since(drawn, said)
    return found.union(*(places for places in tied if found & places))


def merge(
    theirs: Statement, mine: Statement, choices: Iterable[ProgressChoice], *, before: Statement | None
) -> Statement:
    """Theirs, with mine wherever it was chosen. Put together of both, it is 本期无新进展 only where its texts are those of
    the round `before`.
    """
    own = [one for one in choices if one.takes_mine]
    names = {one.field for one in own} - {"steps"}
    keys = {one.key for one in own if one.field == "steps"}
    steps = [step for step in theirs.steps if step.key not in keys]
    merged = replace(
        theirs,
        **{name: getattr(mine, name) for name in names},
        steps=(*steps, *(step for step in mine.steps if step.key in keys)),
    )
    return replace(merged, unchanged=merged.unchanged and same_texts(merged, before))


def torn(each: Reported, mine: Statement, choices: Iterable[ProgressChoice]) -> ProgressChoice | None:
    """本期无新进展, where it was chosen together with other texts than those of the round before: it would be none."""
    wanted = next((one for one in choices if one.field == "unchanged" and one.chosen), None)
    if wanted is None or not (mine if wanted.takes_mine else each.said).unchanged:
        return None
    return None if merge(each.said, mine, choices, before=each.said_before).unchanged else wanted


def parted(choices: Iterable[ProgressChoice]) -> ProgressChoice | None:
    """推进状态, where it was chosen of one text and its reason of the other."""
    found = [one for one in choices if one.field in _OUTLOOK and one.chosen]
    return found[0] if len({one.chosen for one in found}) > 1 else None


def same_texts(said: Statement, before: Statement | None) -> bool:
    return before is not None and all(getattr(said, name) == getattr(before, name) for name in TEXTS)


def _differences(
    number: int, theirs: Statement, mine: Statement, numbers: Mapping[int, int]
) -> Iterator[ProgressChoice]:
    if theirs.unchanged != mine.unchanged:
        yield ProgressChoice(number, "unchanged", "本期无新进展", *map(_yes_or_no, (theirs, mine)))
    for name in _LINES:
        saved, own = _words(theirs, name), _words(mine, name)
        if saved != own:
            yield ProgressChoice(number, name, LABELS[name], saved, own)
    for key in dict.fromkeys(step.key for step in (*theirs.steps, *mine.steps)):
        saved, own = _step(theirs.step(key)), _step(mine.step(key))
        if saved != own:
            yield ProgressChoice(number, "steps", f"第{numbers.get(key, key)}步", saved, own, key)
    saved, own = _figures(theirs), _figures(mine)
    if saved != own:
        yield ProgressChoice(number, "figures", LABELS["figures"], saved, own)


def _yes_or_no(said: Statement) -> str:
    return "是" if said.unchanged else "否"


def _words(said: Statement, name: str) -> str:
    return said.outlook_in_words if name == "outlook" else getattr(said, name)


def _step(said: StepStatement) -> str:
    state = StepProgress(said.state).label if said.state else ""
    return "，".join(filter(None, (state, said.done_on.text, said.word)))


def _figures(said: Statement) -> str:
    return "\n".join(
        f"{figure.what} {figure.number}{figure.measure}，截至{figure.day}，{figure.source}"
        for figure in said.figures
    )
