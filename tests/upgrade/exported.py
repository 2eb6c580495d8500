"""Run as a program on a database of before: migrates it, and prints what is exported of the days that are asked for."""

import io
import json
import sys
from datetime import date


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tasks import ledger
    from tasks.exports import json as export
    from tasks.models import Programme

    call_command("migrate", verbosity=0)
    found = {}
    for asked in json.load(sys.stdin):
        code, day = asked.split()
        out = io.BytesIO()
        programme = Programme.objects.get(code=code)
        export.write(ledger.build(programme, as_of=date.fromisoformat(day)), out)
        found[asked] = out.getvalue().decode()
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
