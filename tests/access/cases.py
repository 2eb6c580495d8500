"""All tables together."""

from tests.access import table_accounts, table_checking, table_plans, table_register

CASES = [*table_register.TABLE, *table_plans.TABLE, *table_checking.TABLE, *table_accounts.TABLE]
