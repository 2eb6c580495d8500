"""Units, offices, accounts, memberships and the audit log."""

from units.models.accounts import Membership, User
from units.models.audit import AuditEntry, AuditHead
from units.models.factors import Factor, FactorKind, RecoveryCode
from units.models.sessions import Session
from units.models.sign_ins import SignInFailure
from units.models.spellings import Spelling
from units.models.units import Office, Unit, UnitKind, UnitName

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Factor",
    "FactorKind",
    "Membership",
    "Office",
    "RecoveryCode",
    "Session",
    "SignInFailure",
    "Spelling",
    "Unit",
    "UnitKind",
    "UnitName",
    "User",
]
