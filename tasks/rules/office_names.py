"""责任处室 as somebody wrote it, beside the names of offices: what is equal is that office, what is similar is asked."""

from collections.abc import Iterable, Mapping

from zgc_tasks.common.text import normalise_printed

# What nearly every office has in its name tells none from another.
_OF_ANY_OFFICE = frozenset("处室科部办公中心")


def office_named(written: str, offices: Mapping[int, Iterable[str]], unit_names: Iterable[str]) -> int | None:
    """The key of the office of the unit whose name or alias is written, with or without the unit before it; else None."""
    name = normalise_printed(written)
    for unit in sorted(map(normalise_printed, unit_names), key=len, reverse=True):
        if name.startswith(unit) and name != unit:
            name = name.removeprefix(unit)
            break
    named = [key for key, names in offices.items() if name in map(normalise_printed, names)]
    return named[0] if len(named) == 1 else None


def may_mean(written: str, names: Iterable[str]) -> bool:
    """Whether an office of these names may be meant, alone or among several: a word of theirs is written (人才处 or 人资处
    beside 人力资源处). Nobody guesses which; names without one in common are two offices.
    """
    written = normalise_printed(written)
    return any(name in written or _words(name) & _words(written) for name in map(normalise_printed, names))


def _words(name: str) -> frozenset[str]:
    """A character is a word here: abbreviations keep one of each."""
    return frozenset(name) - _OF_ANY_OFFICE
