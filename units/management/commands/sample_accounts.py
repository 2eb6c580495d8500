"""Make the accounts of the demonstration where they are missing, and list them."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from units.accounts import add_membership, create_account
from units.models import Membership, Office, Unit, User
from units.sample_data import PASSWORD, SAMPLES, Sample


class Command(BaseCommand):
    help = "建立并列出演示账号（仅在 DEMO=1 时）"

    def handle(self, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "演示账号只在 DEMO=1 时可用；正式环境请用 create_administrator 建立首个管理员账号"
            )
        units = {unit.short_name: unit for unit in Unit.objects.all()}
        missing = {unit for sample in SAMPLES for _, unit, _ in sample.roles if unit} - set(units)
        if missing:
            raise CommandError(f"尚无单位：{'、'.join(sorted(missing))}；请先运行 load_register")
        with transaction.atomic():
            _create_missing(units)
        self._list()

    def _list(self) -> None:
        rows = Membership.objects.select_related("user", "unit", "office__unit").order_by("user__pk", "pk")
        roles: dict[str, list[str]] = {}
        for row in rows.filter(user__username__in=[sample.username for sample in SAMPLES]):
            roles.setdefault(row.user.username, []).append(row.in_words)
        self.stdout.write(f"演示账号（密码均为 {PASSWORD}）：")
        for sample in SAMPLES:
            self.stdout.write(
                f"  {sample.username:<12}{sample.full_name}  {'；'.join(roles[sample.username])}"
            )


def _create_missing(units: dict[str, Unit]) -> None:
    present = set(User.objects.values_list("username", flat=True))
    missing = [
        (number, sample) for number, sample in enumerate(SAMPLES, start=51) if sample.username not in present
    ]
    # Once for all: slow on purpose, and everybody knows that theirs is the same.
    hashed = make_password(PASSWORD) if missing else ""
    for number, sample in missing:
        _create(sample, units, phone=f"010-000000{number}", hashed=hashed)


def _create(sample: Sample, units: dict[str, Unit], *, phone: str, hashed: str) -> None:
    first, *others = (_place(role, units) for role in sample.roles)
    user, _ = create_account(
        username=sample.username, full_name=sample.full_name, phone=phone, hashed=hashed, **first
    )
    for other in others:
        add_membership(user=user, **other)


def _place(role: tuple[str, str, str], units: dict[str, Unit]) -> dict:
    name, unit_name, office_name = role
    unit = units.get(unit_name)
    office = Office.objects.get_or_create(unit=unit, name=office_name)[0] if office_name else None
    return {"role": name, "unit": unit, "office": office}
