"""Plays the sample history of `fixtures/sample/`: what the sample accounts did before the demonstration begins.

Every act goes through `tasks/actions` under the account and at the time the file gives it, so the policies, the
events and the audit log are those of real work. An act the rules refuse stops everything.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from tasks.actions import (
    assigning,
    attachments,
    checking,
    comments,
    consultation,
    contacts,
    drafts,
    filing,
    letters,
)
from tasks.enums import ConsultationAnswer
from tasks.models import Consultation, IncomingLetter, Plan, Programme, Task
from tasks.rules.sheet import Sheet, written
from units.models import Membership, Office, Unit
from zgc_tasks.common import uploads

FOLDER = settings.BASE_DIR / "fixtures" / "sample"


def has_begun() -> bool:
    """Whether the programme of the history already has plans or letters, ours or anybody's."""
    code = _read("history.toml")["programme"]
    plans = Plan.objects.filter(task__programme__code=code)
    return plans.exists() or IncomingLetter.objects.filter(programme__code=code).exists()


@transaction.atomic
def play() -> int:
    """All acts in their order, or none; their number. Needs the register and the accounts."""
    file = _read("history.toml")
    programme = Programme.objects.get(code=file["programme"])
    history = _History(programme, sheets=_read("plans.toml")["plans"], paper=file["letters"])
    for act in file["acts"]:
        history.play(**act)
    return len(file["acts"])


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@dataclass
class _History:
    """`paper` are the letters as the file has them, `letters` those already registered."""

    programme: Programme
    sheets: dict
    paper: dict
    letters: dict[str, IncomingLetter] = field(default_factory=dict)

    def play(self, *, at: datetime, by: str, do: str, role: str = "", **rest) -> None:
        act: Callable = getattr(self, f"_{do}")
        act(by=_membership(by, role), at=timezone.make_aware(at), **rest)

    # --- the lead and the units it asks

    def _save(self, *, task: int, by, at, but: dict | None = None) -> None:
        of, sheet = self._task(task), self._sheet(task, but or {})
        version = Plan.objects.filter(task=of).values_list("version", flat=True).first() or 0
        drafts.save_draft(task=of, based_on=version, sheet=sheet, by=by, at=at)

    def _assign(self, *, task: int, office: str, by, at) -> None:
        to = Office.objects.get(unit=by.unit_id, name=office)
        of = self._task(task)
        before = Plan.objects.filter(task=of).values_list("office", flat=True).first()
        assigning.assign(task=of, office=to, based_on_office=before, by=by, at=at)

    def _ask(self, *, task: int, units: list[str], message: str, by, at) -> None:
        asked = [_unit(name) for name in units]
        plan = self._plan(task)
        consultation.ask(plan_id=plan.pk, based_on=plan.version, units=asked, message=message, by=by, at=at)

    def _note_offline(self, *, task: int, unit: str, opinion: str, by, at) -> None:
        plan = self._plan(task)
        consultation.note_offline(
            plan_id=plan.pk,
            based_on=plan.version,
            unit=_unit(unit),
            answered_on=at.date(),
            opinion=opinion,
            by=by,
            at=at,
        )

    def _answer(self, *, task: int, by, at, opinion: str = "") -> None:
        waiting = Consultation.objects.unanswered().get(plan=self._plan(task), unit=by.unit_id)
        answer = ConsultationAnswer.OPINION if opinion else ConsultationAnswer.NO_OBJECTION
        consultation.answer(consultation_id=waiting.pk, answer=answer, opinion=opinion, by=by, at=at)

    def _file(self, *, task: int, by, at, **signature) -> None:
        plan = self._plan(task)
        filing.file_plan(plan_id=plan.pk, based_on=plan.version, by=by, at=at, **signature)

    # --- the receiving office

    def _start_check(self, *, task: int, by, at) -> None:
        plan = self._plan(task)
        checking.start_check(plan_id=plan.pk, based_on=plan.version, by=by, at=at)

    def _comment(self, *, task: int, by, at, text: str, step: int | None = None, **place) -> None:
        comments.on_plan(plan_id=self._plan(task).pk, step=step, text=text, by=by, at=at, **place)

    def _return_plan(self, *, task: int, by, at, **until) -> None:
        plan = self._plan(task)
        checking.return_plan(plan_id=plan.pk, based_on=plan.version, by=by, at=at, **until)

    def _accept(self, *, task: int, by, at) -> None:
        plan = self._plan(task)
        checking.accept(plan_id=plan.pk, based_on=plan.version, by=by, at=at)

    def _receive_stamped(self, *, task: int, by, at, received_on) -> None:
        filed = self._plan(task).filing_id
        letters.receive_stamped(filing_id=filed, received_on=received_on, by=by, at=at)

    def _register_letter(self, *, letter: str, by, at) -> None:
        facts = dict(self.paper[letter])
        with (FOLDER / facts.pop("scan")).open("rb") as file:
            scan = uploads.read_scan(File(file, name=Path(file.name).name))
        with attachments.kept(scan=scan, programme=self.programme, by=by, at=at) as kept:
            self.letters[letter] = letters.register_letter(
                programme=self.programme,
                unit=_unit(facts.pop("unit")),
                tasks=[self._task(number) for number in facts.pop("tasks")],
                received_at=timezone.make_aware(facts.pop("received_at")),
                scan=kept,
                by=by,
                at=at,
                **facts,
            )

    def _enter_on_behalf(self, *, task: int, letter: str, by, at) -> None:
        filing.enter_on_behalf(
            task=self._task(task),
            letter=self.letters[letter],
            based_on=0,
            sheet=self._sheet(task, {}),
            by=by,
            at=at,
        )

    def _note_contact(
        self, *, unit: str, by, at, contacted_at: datetime, task: int | None = None, **said
    ) -> None:
        contacts.note_contact(
            programme=self.programme,
            unit=_unit(unit),
            task=self._task(task) if task else None,
            contacted_at=timezone.make_aware(contacted_at),
            by=by,
            at=at,
            **said,
        )

    # --- what the file names

    def _task(self, number: int) -> Task:
        tasks = self.programme.tasks.select_related("programme", "lead")
        return tasks.get(number=number)

    def _plan(self, number: int) -> Plan:
        return Plan.objects.get(task__programme=self.programme, task__number=number)

    def _sheet(self, number: int, but: dict) -> Sheet:
        return written(**self.sheets[str(number)] | but)


def _membership(username: str, role: str) -> Membership:
    """The account's membership in `role`, else its first."""
    found = Membership.objects.select_related("user", "unit", "office").filter(user__username=username)
    return (found.filter(role=role) if role else found).earliest("pk")


def _unit(short_name: str) -> Unit:
    return Unit.objects.get(short_name=short_name)
