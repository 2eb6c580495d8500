"""The six roles of design §2. They stand here and not in `tasks/enums.py` because memberships hold them."""

from django.db import models


class Role(models.TextChoices):
    OFFICER = "officer", "经办人"
    LIAISON = "liaison", "单位联络员"
    CHECKER = "checker", "核对人"
    LEADERSHIP = "leadership", "领导小组办公室"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "安全审计员"


UNIT_ROLES = frozenset({Role.OFFICER, Role.LIAISON})
BUSINESS_ROLES = UNIT_ROLES | {Role.CHECKER, Role.LEADERSHIP}
# Roles bound to an office: a checker belongs to the receiving office, an officer to the office that does the work.
OFFICE_ROLES = frozenset({Role.OFFICER, Role.CHECKER})

# Who sees or decides what is of all units, or administers it: they take two steps to sign in (decision 0079).
TWO_STEP_ROLES = frozenset({Role.CHECKER, Role.LEADERSHIP, Role.ADMINISTRATOR, Role.AUDITOR})


def separated(roles) -> bool:
    """Whether one account may hold all of `roles`: administrator, auditor and business never mix (GB/T 22239)."""
    kinds = {role if role in (Role.ADMINISTRATOR, Role.AUDITOR) else "business" for role in roles}
    return len(kinds) <= 1
