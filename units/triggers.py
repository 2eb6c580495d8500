"""Append-only tables, kept by the database itself: triggers refuse what no code of ours ever does.

They are removed before every `migrate` and made after it: a migration may take away a column that they name, and
SQLite drops a table's triggers whenever one rebuilds the table. Each room lists its own tables in its `apps.py`:

    append_only(self, "units_auditentry")
    append_only(self, "tasks_filing", frozen=("content", "counts_from"))
    append_only(self, "tasks_report", frozen=("number",), ended_by=("final_at",))
"""

from dataclasses import dataclass, replace

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models import UniqueConstraint
from django.db.models.signals import post_migrate, pre_migrate

_PREFIX = "append_only"


@dataclass(frozen=True)
class AppendOnly:
    """A table none of whose rows may be removed, nor changed: in `frozen` columns, or at all where none is named; nor
    one in which a column of `ended_by` is set.
    """

    table: str
    frozen: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()
    once: tuple[tuple[str, ...], ...] = ()  # columns that no two rows have equal


_tables: dict[str, AppendOnly] = {}


def append_only(
    app: AppConfig, table: str, *, frozen: tuple[str, ...] = (), ended_by: tuple[str, ...] = ()
) -> None:
    """Protect `table` of `app` from the next `migrate` on; called from the app's `ready`."""
    # A row keeps its key wherever it keeps a column.
    _tables[table] = AppendOnly(table, frozen and ("id", *frozen), ended_by)
    pre_migrate.connect(_before_migrate, sender=app, dispatch_uid=f"{_PREFIX}_{app.label}")
    post_migrate.connect(_after_migrate, sender=app, dispatch_uid=f"{_PREFIX}_{app.label}")


def _before_migrate(using: str, **_) -> None:
    drop(using)


def _after_migrate(using: str, **_) -> None:
    create(using)


def create(using: str = "default") -> None:
    """Make the triggers of every protected table that exists by now."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    statements = _for_vendor(connection)
    with connection.cursor() as cursor:
        for protected in _tables.values():
            if protected.table in present:
                known = _by_now(protected, cursor)
                for statement in statements.drop(protected.table) + statements.create(known):
                    cursor.execute(statement)


def _by_now(protected: AppendOnly, cursor) -> AppendOnly:
    """Without columns that the table does not have yet: after a `migrate` to an earlier version."""
    cursor.execute(f'SELECT * FROM "{protected.table}" WHERE 1 = 0')  # noqa: S608 - introspection reads far more
    columns = {name for name, *_ in cursor.description}
    return replace(
        protected,
        frozen=tuple(name for name in protected.frozen if name in columns),
        ended_by=tuple(name for name in protected.ended_by if name in columns),
        once=tuple(names for names in _once(protected.table) if columns.issuperset(names)),
    )


def _once(table: str) -> list[tuple[str, ...]]:
    """What identifies a row of the table: its key, and the columns of constraints without a condition."""
    model = next(
        model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table
    )
    fields = [(field.column,) for field in model._meta.concrete_fields if field.unique]
    named = (each for each in model._meta.total_unique_constraints if isinstance(each, UniqueConstraint))
    return fields + [
        tuple(model._meta.get_field(name).column for name in each.fields) for each in named if each.fields
    ]


def drop(using: str = "default") -> None:
    """Remove them all: before a `migrate`, and for a test that has to empty its database."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present & set(_tables):
            for statement in _for_vendor(connection).drop(table):
                cursor.execute(statement)


def _for_vendor(connection):
    return {"sqlite": _Sqlite, "postgresql": _Postgresql}[connection.vendor]


def _changed(protected: AppendOnly, differs: str) -> str:
    """The condition under which an update is refused; empty where every update is."""
    if not protected.frozen:
        return ""
    changed = [f'OLD."{name}" {differs} NEW."{name}"' for name in protected.frozen]
    ended = [f'OLD."{name}" IS NOT NULL' for name in protected.ended_by]
    return f"WHEN ({' OR '.join(changed + ended)})"


def _is_there(protected: AppendOnly) -> str:
    """The condition under which a row to be inserted would take the place of another."""
    equal = (" AND ".join(f'"{name}" = NEW."{name}"' for name in names) for names in protected.once)
    found = (f'EXISTS (SELECT 1 FROM "{protected.table}" WHERE {each})' for each in equal)  # noqa: S608
    return f"WHEN ({' OR '.join(found)})"


class _Sqlite:
    @staticmethod
    def create(protected: AppendOnly) -> list[str]:
        def trigger(verb: str, when: str) -> str:
            refusal = f"SELECT RAISE(ABORT, '{protected.table} is append-only: {verb} refused');"
            name = f"{_PREFIX}_{protected.table}_{verb}"
            return f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{protected.table}" {when} BEGIN {refusal} END'

        return [
            trigger("UPDATE", _changed(protected, "IS NOT")),
            trigger("DELETE", ""),
            # INSERT OR REPLACE takes away the row that was there, and asks no trigger of DELETE.
            trigger("INSERT", _is_there(protected)),
        ]

    @staticmethod
    def drop(table: str) -> list[str]:
        verbs = ("UPDATE", "DELETE", "INSERT")
        return [f'DROP TRIGGER IF EXISTS "{_PREFIX}_{table}_{verb}"' for verb in verbs]


class _Postgresql:
    @staticmethod
    def create(protected: AppendOnly) -> list[str]:
        table = protected.table
        function = (
            f"CREATE OR REPLACE FUNCTION {_PREFIX}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )

        def trigger(verb: str, rows: str, when: str = "") -> str:
            name = f"{_PREFIX}_{table}_{verb}".lower()
            return (
                f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH {rows} {when} '
                f"EXECUTE FUNCTION {_PREFIX}_refuse()"
            )

        return [
            function,
            trigger("UPDATE", "ROW", _changed(protected, "IS DISTINCT FROM")),
            trigger("DELETE", "ROW"),
            trigger("TRUNCATE", "STATEMENT"),
        ]

    @staticmethod
    def drop(table: str) -> list[str]:
        verbs = ("update", "delete", "truncate")
        return [f'DROP TRIGGER IF EXISTS "{_PREFIX}_{table}_{verb}" ON "{table}"' for verb in verbs]
