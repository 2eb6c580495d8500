"""Three hundred people over the units of the real register, each with an account and a session of their own.

Invented names. They are signed in without the sign-in page, which hashes for a tenth of a second each.
"""

from dataclasses import dataclass

from django.test import Client

from bench.server import ADDRESS
from units.models import Membership, Office, Unit, User

COMMITTEE, RECEIVING, STAND_IN, OFFICE = "中关村管委会", "人力资源处", "办公室", "创业服务处"
TAKING_PART = "海淀区"
LEADERSHIP = "市人才工作领导小组办公室"


@dataclass(frozen=True)
class Cast:
    """So many people who act alike; `name` is what the list of pages calls them."""

    name: str
    role: str
    count: int
    unit: str = ""
    office: str = ""


# The unit that leads most tasks and the one that leads none but takes part in several; `others` look at nothing.
CASTS = (
    Cast("lead", "liaison", 60, COMMITTEE),
    Cast("officer", "officer", 60, COMMITTEE, OFFICE),
    Cast("participant", "liaison", 40, TAKING_PART),
    Cast("checker", "checker", 30, COMMITTEE, RECEIVING),
    Cast("stand_in", "checker", 10, COMMITTEE, STAND_IN),
    Cast("leadership", "leadership", 20, LEADERSHIP),
    Cast("auditor", "auditor", 5),
    Cast("administrator", "administrator", 5),
)
EVERYBODY = 300
UNUSABLE = "!"


def hire() -> None:
    """All accounts with their memberships: the casts, and liaisons of every other unit in turn."""
    people = User.objects.bulk_create(
        User(username=f"bench-{n}", full_name=f"张某{n}", password=UNUSABLE) for n in range(EVERYBODY)
    )
    left = iter(people)
    posts = [(next(left), _post(cast)) for cast in CASTS for _ in range(cast.count)]
    units = list(Unit.objects.exclude(short_name__in=(COMMITTEE, TAKING_PART, LEADERSHIP)))
    posts += [(user, {"role": "liaison", "unit": units[turn % len(units)]}) for turn, user in enumerate(left)]
    Membership.objects.bulk_create(Membership(user=user, **post) for user, post in posts)


def _post(cast: Cast) -> dict:
    unit = Unit.objects.get(short_name=cast.unit) if cast.unit else None
    office = Office.objects.get_or_create(unit=unit, name=cast.office)[0] if cast.office else None
    return {"role": cast.role, "unit": unit, "office": office}


def sign_in() -> dict[str, list[str]]:
    """The cookie header of everybody, by cast; each has seen a page, because the first one notes when a session began."""
    cookies: dict[str, list[str]] = {cast.name: [] for cast in CASTS}
    browser = Client(headers={"host": ADDRESS})
    for membership in Membership.objects.select_related("user", "unit", "office"):
        browser.cookies.clear()
        browser.force_login(membership.user)
        browser.get("/help/")
        if name := _cast_of(membership):
            cookies[name].append("; ".join(f"{key}={one.value}" for key, one in browser.cookies.items()))
    return cookies


def _cast_of(membership) -> str:
    """The cast somebody belongs to, '' for the others."""
    post = (membership.role, str(membership.unit or ""), membership.office.name if membership.office else "")
    return {(cast.role, cast.unit, cast.office): cast.name for cast in CASTS}.get(post, "")
