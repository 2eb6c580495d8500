"""Mutants that say the same: by file and change, as `make mutants` prints them, with the reason. They are not counted."""

EQUIVALENT: dict[tuple[str, str], str] = {}
