"""Which step of one plan is which of another: by their keys (decision 0026), and where there are none by what they say.

Pairs are positions, counted from 0: (before, after).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tasks.rules.sheet import Step

Pair = tuple[int, int]

# Steps less alike than this are one taken out and another put in, not one step reworded.
_ALIKE = 0.4


def pairs(before: Sequence[Step], after: Sequence[Step]) -> list[Pair]:
    """Every step that is in both, in the order of `after`. Two steps with keys are one exactly if these are equal."""
    at = {step.key: i for i, step in enumerate(before) if step.key}
    by_key = [(at[step.key], j) for j, step in enumerate(after) if step.key in at]
    left_before = _others(range(len(before)), (i for i, _ in by_key))
    left_after = _others(range(len(after)), (j for _, j in by_key))
    alike = _most_alike([before[i] for i in left_before], [after[j] for j in left_after])
    return sorted([*by_key, *((left_before[i], left_after[j]) for i, j in alike)], key=lambda pair: pair[1])


def reversed_pairs(found: Iterable[Pair]) -> list[Pair]:
    """The same pairs seen from the other side, which pairing anew might tell otherwise."""
    return sorted(((j, i) for i, j in found), key=lambda pair: pair[1])


def in_order(found: Sequence[Pair]) -> list[Pair]:
    """The most of `pairs` that stand in one order in both plans; every other step was moved."""
    ends: list[int] = []  # of chains by their length: where the one that ends earliest in `before` ends
    chains: list[list[Pair]] = []
    for pair in found:
        length = bisect_left(ends, pair[0])
        chain = [*(chains[length - 1] if length else ()), pair]
        ends[length : length + 1], chains[length : length + 1] = [pair[0]], [chain]
    return chains[-1] if chains else []


def carry_keys(before: Sequence[Step], after: Sequence[Step]) -> list[Step]:
    """The steps of `after` with the keys that the same steps have in `before`, and no key for every other."""
    keys = {j: before[i].key for i, j in pairs(before, [replace(step, key=None) for step in after])}
    return [replace(step, key=keys.get(j)) for j, step in enumerate(after)]


def give_keys(steps: Sequence[Step], known: Iterable[int], next_key: int) -> tuple[list[Step], int]:
    """The steps with a key each, and the next key to be given.

    A key that is not among the `known`, or comes a second time, is replaced by a new one, wherever it came from.
    """
    free, keyed = set(known), []
    for step in steps:
        if step.key in free:
            free.remove(step.key)
        else:
            step, next_key = replace(step, key=next_key), next_key + 1
        keyed.append(step)
    return keyed, next_key


def _others(positions: Iterable[int], taken: Iterable[int]) -> list[int]:
    return sorted(set(positions) - set(taken))


def _most_alike(before: Sequence[Step], after: Sequence[Step]) -> list[Pair]:
    """Which step became which, in order: the pairing whose texts are most alike altogether."""
    texts_before, texts_after = [_bigrams(step) for step in before], [_bigrams(step) for step in after]
    alike = [
        [
            0.0 if _different(one, other) else _likeness(text, other_text)
            for other, other_text in zip(after, texts_after, strict=True)
        ]
        for one, text in zip(before, texts_before, strict=True)
    ]
    # best[i][j]: the likeness that can still be had from the steps i… before and j… after.
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    return list(_walk(best, alike))


def _different(one: Step, other: Step) -> bool:
    """Whether both have keys, which are then not equal: whatever they say, they are two steps."""
    return bool(one.key and other.key)


def _walk(best: list[list[float]], alike: list[list[float]]) -> Iterator[Pair]:
    i = j = 0
    while i < len(alike) and j < len(alike[i]):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _bigrams(step: Step) -> frozenset[str]:
    """The pairs of characters that stand next to each other; one that comes again is another, by its count."""
    text, seen = f"\n{step.text}\n", Counter()
    found = set()
    for n in range(len(text) - 1):
        pair = text[n : n + 2]
        seen[pair] += 1
        found.add(f"{pair}{seen[pair]}")
    return frozenset(found)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of character pairs in common, from 0 to 1; 0 for texts that are not the same step any more."""
    share = 2 * len(one & other) / (len(one) + len(other))
    return share if share >= _ALIKE else 0.0
