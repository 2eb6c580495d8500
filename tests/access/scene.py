"""One programme with a task for every state of a plan, everybody who may ask about it, and a second programme beside it."""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from tasks.models import (
    Attachment,
    Comment,
    Consultation,
    Coordination,
    GoalReading,
    IncomingLetter,
    Opinion,
    Plan,
    Programme,
    Progress,
    Task,
    TimeChange,
)
from units.models import Membership, Unit

# Task number by the state it is in; the second programme has the same numbers, led by somebody else.
STATES = {
    "none": 1,
    "draft": 2,
    "consulted": 3,
    "filed": 4,
    "checking": 5,
    "returned": 6,
    "accepted": 7,
    "on_behalf": 8,
    "no_lead": 9,
    "own_office": 10,
    "in_letter": 11,
    "refiled": 12,
    "withdrawn": 13,
    "no_comments": 14,
    "on_behalf_checking": 15,
    "settled": 16,
    "revising": 17,
    "revision_filed": 18,
    "office_asked": 19,
}

ROLES = (
    "liaison",  # of the lead unit
    "officer",  # of the lead unit's office that the plan is assigned to
    "officer_elsewhere",  # of another office of the lead unit
    "participant",  # liaison of a participating unit that was not consulted
    "consulted",  # liaison of a participating unit that was
    "stranger",  # liaison of a unit that has no part in these tasks, and leads the second programme's
    "checker",  # of the receiving office
    "clerk",  # another checker of the receiving office: registers letters and enters plans on behalf
    "stand_in",  # of the office that checks what the receiving office itself carries out
    "foreign_checker",  # of the second programme
    "leadership",
    "foreign_leadership",  # of the second programme
    "administrator",
    "auditor",
    "anonymous",
)


@dataclass
class Scene:
    programme: Programme
    second: Programme
    lead: Unit
    office: object
    receiving: Unit
    participant: Unit
    consulted: Unit
    members: dict[str, Membership]
    sessions: dict[str, str] = field(default_factory=dict)
    call: IncomingLetter | None = None  # that tells of progress

    def client(self, who: str, **kwargs) -> Client:
        """A fresh browser in which the person has signed in."""
        client = Client(**kwargs)
        if "enforce_csrf_checks" not in kwargs:
            client.handler = self._handler
        if who != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    @cached_property
    def _handler(self) -> ClientHandler:
        """Of all browsers: each would put the middleware together for itself, which takes as long as some of the pages. What
        middleware reads of settings when it begins it has read: a test that sets such needs a `Client` of its own.
        """
        return ClientHandler(enforce_csrf_checks=False)

    def task(self, state: str) -> Task:
        return Task.objects.get(programme=self.programme, number=STATES[state])

    def plan(self, state: str) -> Plan | None:
        return Plan.objects.filter(task__programme=self.programme, task__number=STATES[state]).first()

    def version(self, state: str) -> int:
        plan = self.plan(state)
        return plan.version if plan else 0

    def progress(self, state: str) -> Progress:
        return Progress.objects.get(round__number=1, task=self.task(state))

    def comment(self, state: str) -> Comment:
        return Comment.objects.filter(filing__plan=self.plan(state)).first()

    def comment_in_round(self, state: str) -> Comment:
        return Comment.objects.get(entry__progress=self.progress(state))

    def time_change(self, state: str) -> TimeChange:
        return TimeChange.objects.filter(plan=self.plan(state)).earliest("pk")

    def consultation(self, state: str) -> Consultation:
        return Consultation.objects.filter(plan=self.plan(state)).earliest("pk")

    def opinion(self, state: str) -> Opinion:
        return Opinion.objects.get(filing__plan=self.plan(state))

    def coordination(self, state: str) -> Coordination:
        return Coordination.objects.get(task=self.task(state))

    @cached_property
    def letter(self) -> IncomingLetter:
        """The first one registered."""
        return IncomingLetter.objects.select_related("scan").filter(programme=self.programme).earliest("pk")

    @property
    def scan(self) -> Attachment:
        return self.letter.scan

    @property
    def reading(self) -> GoalReading:
        return GoalReading.objects.get(goal__programme=self.programme)
