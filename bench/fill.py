"""`python -m bench.fill FILLING [NUMBER]`: fills the database of DATA_DIR, in a process of its own.

What the measurements have to know of it is written beside it.
"""

import json
import os
import sys
from pathlib import Path

FOUND = "found.json"


def found(folder: Path) -> dict:
    """The cookies of the casts, and the keys and numbers that fillings left."""
    return json.loads((folder / FOUND).read_text()) if (folder / FOUND).exists() else {}


def main(filling: str, *numbers: str) -> None:
    import django

    django.setup()
    from bench import fillings

    folder = Path(os.environ["DATA_DIR"])
    left = getattr(fillings, filling)(*map(int, numbers))
    (folder / FOUND).write_text(json.dumps(found(folder) | left))


if __name__ == "__main__":
    main(*sys.argv[1:])
