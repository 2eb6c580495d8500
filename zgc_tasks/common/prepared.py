"""Queries whose SQL is written once (decision 0023).

Django writes the SQL of a query anew whenever it is asked: on pages that everybody opens, several times what the
database takes to answer. A prepared query is written at its first call and asked again with other arguments.
"""

from collections.abc import Callable
from datetime import date, datetime
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet

Value = int | str | date | datetime | None

LARGEST_KEY = 2**63 - 1


class Argument(Expression):
    """Stands in a prepared query for a value that comes with each call."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """A queryset by arguments: `Prepared(lambda task: Plan.objects.filter(task=task))(task=4)` is a list of plans.

    The function is called once, with an `Argument` in the place of every value, so it cannot decide anything by
    them. Arguments are numbers and texts, which databases take as they are, days and moments, which are written as the
    database has them, and None, which equals nothing. What `prefetch_related` names is not fetched.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build

    def __call__(self, **arguments: Value) -> list:
        # SQL is written for a connection, and kept with it: every thread has its own.
        written = vars(connections[DEFAULT_DB_ALIAS]).setdefault("prepared_queries", WeakKeyDictionary())
        if self not in written:
            written[self] = _Written(self._build(**{name: Argument(name) for name in arguments}))
        return written[self].rows(arguments)

    def first(self, **arguments: Value):
        """The first row, or None."""
        return next(iter(self(**arguments)), None)


class _Written:
    """A queryset whose compiler worked once, and from then on gives the same SQL with the values filled in."""

    def __init__(self, queryset: QuerySet):
        compiler = queryset.query.get_compiler(queryset.db)
        self._queryset, self._params = queryset, ()
        try:
            sql, self._params = compiler.as_sql()
        except EmptyResultSet:  # it can find nothing, and finds that out by itself
            return
        converters = compiler.get_converters([column[0] for column in compiler.select])
        compiler.get_converters = lambda _: converters
        compiler.as_sql = lambda: (sql, self._values)
        queryset.query.get_compiler = lambda *_, **__: compiler

    def rows(self, arguments: dict[str, Value]) -> list:
        if any(isinstance(value, int) and abs(value) > LARGEST_KEY for value in arguments.values()):
            return []  # no column holds it, and SQLite would not even take it
        values = {name: self._as_stored(value) for name, value in arguments.items()}
        self._values = tuple(
            values[param.name] if isinstance(param, Argument) else param for param in self._params
        )
        # What a queryset does to fill itself, but each time anew: a copy would have its SQL written again, which
        # takes 任务分解 from 3.0 to 6.8 ms (run).
        return list(self._queryset._iterable_class(self._queryset))

    def _as_stored(self, value: Value) -> Value:
        """Days and moments as columns of the database have them."""
        operations = connections[self._queryset.db].ops
        if isinstance(value, datetime):
            return operations.adapt_datetimefield_value(value)
        return operations.adapt_datefield_value(value) if isinstance(value, date) else value
