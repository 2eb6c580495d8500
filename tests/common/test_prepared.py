import gc
import weakref
from datetime import date, datetime, timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_office, make_unit
from units.models import Office, Unit, User
from zgc_tasks.common.prepared import Prepared

pytestmark = pytest.mark.django_db


def test_a_prepared_query_finds_what_the_queryset_finds_with_other_arguments_each_time():
    first, second = make_unit(), make_unit()
    by_slug = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    assert by_slug(slug=first.slug) == [first]
    assert by_slug(slug=second.slug) == [second]
    assert by_slug(slug="nobody") == []


def test_the_first_row_of_a_prepared_query_is_none_where_there_is_no_row():
    unit = make_unit()
    by_slug = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    assert by_slug.first(slug=unit.slug) == unit
    assert by_slug.first(slug="nobody") is None


def test_a_number_that_no_column_holds_finds_nothing():
    make_unit()
    by_key = Prepared(lambda pk: Unit.objects.filter(pk=pk))
    assert by_key(pk=2**63) == by_key(pk=-(10**20)) == []
    by_keys = Prepared(lambda units: Unit.objects.filter(pk__in=units))
    assert by_keys(units=[1, 2**63]) == by_keys(units=[-(10**20), 1]) == []


def test_none_equals_nothing():
    make_unit()
    by_order = Prepared(lambda order: Unit.objects.filter(document_order=order))
    assert by_order(order=None) == []


def test_a_query_that_is_given_up_is_not_kept_with_the_connection():
    prepared = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    prepared(slug="x")
    kept = vars(connections[DEFAULT_DB_ALIAS])["prepared_queries"]
    before = len(kept)
    del prepared
    gc.collect()
    assert len(kept) == before - 1


def test_sql_is_written_at_the_first_call_only_and_each_call_is_one_query():
    unit, written = make_unit(), []

    def build(slug):
        written.append(slug)
        return Unit.objects.filter(slug=slug)

    by_slug = Prepared(build)
    with CaptureQueriesContext(connection) as queries:
        assert [by_slug(slug=unit.slug) for _ in range(3)] == [[unit]] * 3
    assert (len(written), len(queries)) == (1, 3)


def test_a_prepared_query_asks_the_connection_of_the_moment():
    by_slug = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    assert by_slug(slug="nobody") == []
    usual = connections[DEFAULT_DB_ALIAS]
    other = connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with CaptureQueriesContext(usual) as of_usual, CaptureQueriesContext(other) as of_other:
            assert by_slug(slug="nobody") == []
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        other.close()
    assert (len(of_usual), len(of_other)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_another_connection_asks_what_is_written_with_values_of_its_own():
    mine, theirs, written = make_unit("甲单位"), make_unit("乙单位"), []

    def build(slug):
        written.append(slug)
        return Unit.objects.filter(slug=slug)

    by_slug = Prepared(build)
    assert by_slug(slug=mine.slug) == [mine]
    usual = connections[DEFAULT_DB_ALIAS]
    other = connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        assert by_slug(slug=theirs.slug) == [theirs]
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        other.close()
    assert by_slug(slug=mine.slug) == [mine]
    assert len(written) == 1


def test_what_is_written_holds_no_connection_of_a_thread_that_has_ended():
    by_slug = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    usual = connections[DEFAULT_DB_ALIAS]
    other = connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        by_slug(slug="nobody")
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        other.close()
    ended = weakref.ref(other)
    del other
    gc.collect()
    assert ended() is None
    assert by_slug(slug="nobody") == []


def test_every_call_gives_rows_of_its_own_with_what_the_database_holds_by_then():
    unit = make_unit("甲单位")
    by_slug = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    before = by_slug.first(slug=unit.slug)
    Unit.objects.filter(pk=unit.pk).update(short_name="乙单位")
    assert (before.short_name, by_slug.first(slug=unit.slug).short_name) == ("甲单位", "乙单位")


def test_an_argument_may_stand_in_several_places_and_beside_constants():
    office = make_office()
    make_office(office.unit)
    of_unit = Prepared(
        lambda unit, name: (
            Office.objects.filter(unit=unit, unit__pk=unit, name=name)
            .exclude(unit__slug="nobody")
            .select_related("unit")
            .annotate(called=F("unit__short_name"))
        )
    )
    with CaptureQueriesContext(connection) as queries:
        (found,) = of_unit(name=office.name, unit=office.unit_id)
        assert (found, found.unit, found.called) == (office, office.unit, office.unit.short_name)
    assert len(queries) == 1


@pytest.mark.parametrize("name", ["O'Neil", "100%s", "50%%", "a'%s'b", "路\\"])
def test_a_text_that_is_always_the_same_may_hold_any_character(name):
    told, other = make_unit(), make_unit()
    Unit.objects.filter(pk=told.pk).update(full_name=name)
    named = Prepared(lambda order: Unit.objects.filter(full_name=name, document_order=order))
    assert named(order=told.document_order) == [told]
    assert named(order=other.document_order) == []
    begins = Prepared(lambda order: Unit.objects.filter(full_name__startswith=name, document_order=order))
    assert begins(order=told.document_order) == [told]


def test_truth_values_that_are_always_the_same_are_asked_as_such():
    active, left = make_account("sun"), make_account("zhou", is_active=False)
    found = {
        truth: Prepared(lambda name, truth=truth: User.objects.filter(username=name, is_active=truth))
        for truth in (True, False)
    }
    assert [found[True](name="sun"), found[True](name="zhou")] == [[active], []]
    assert [found[False](name="sun"), found[False](name="zhou")] == [[], [left]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans each time anyhow")
def test_sqlite_is_given_as_parameters_only_what_comes_with_each_call():
    given = []

    def noted(execute, sql, params, many, context):
        given.append(tuple(params))
        return execute(sql, params, many, context)

    of_that_name = Prepared(lambda name: User.objects.filter(username=name, full_name="孙某", pk__gt=3))
    with connection.execute_wrapper(noted):
        of_that_name(name="sun")
    assert given == [("sun",)]


def test_columns_come_as_rows_and_as_single_values():
    unit = make_unit()
    assert Prepared(lambda pk: Unit.objects.filter(pk=pk).values_list("slug", "pk"))(pk=unit.pk) == [
        (unit.slug, unit.pk)
    ]
    assert Prepared(lambda pk: Unit.objects.filter(pk=pk).values_list("slug", flat=True))(pk=unit.pk) == [
        unit.slug
    ]


def test_days_and_moments_are_compared_as_the_database_has_them():
    user = make_account()
    moment = datetime(2015, 4, 3, 0, 30, tzinfo=timezone.get_default_timezone())  # still the 2nd in UTC
    User.objects.filter(pk=user.pk).update(last_login=moment)
    since = Prepared(lambda since: User.objects.filter(last_login__gte=since))
    assert [since(since=at) for at in (moment, moment + timedelta(microseconds=1))] == [[user], []]
    on = Prepared(lambda day: User.objects.filter(last_login__date=day))
    assert [on(day=date(2015, 4, day)) for day in (2, 3)] == [[], [user]]


def test_no_argument_breaks_out_of_its_place():
    make_unit()
    by_slug = Prepared(lambda slug: Unit.objects.filter(slug=slug))
    assert by_slug(slug="x' OR '1'='1") == []
    assert by_slug(slug="%s") == []


def test_a_queryset_that_can_find_nothing_asks_nothing():
    nothing = Prepared(lambda pk: Unit.objects.filter(pk=pk).none())
    with CaptureQueriesContext(connection) as queries:
        assert nothing(pk=1) == []
    assert len(queries) == 0


@pytest.mark.parametrize("many", [1, 2, 50, 51])
def test_rows_about_several_keys_are_those_of_each_whatever_their_number(many):
    units, other = [make_unit() for _ in range(many)], make_unit()
    written = []

    def build(keys, name):
        written.append(len(keys))
        return Unit.objects.filter(pk__in=keys).exclude(pk__in=[]).exclude(slug=name).order_by("pk")

    of_units = Prepared(build)
    keys = [unit.pk for unit in reversed(units)]
    assert of_units(keys=keys, name=other.slug) == units
    assert of_units(keys=keys[:1], name=units[-1].slug) == []
    assert of_units(keys=keys[:1], name=other.slug) == [units[-1]]
    assert set(written) == ({50} if many <= 50 else {50, 51})


def test_about_no_keys_nothing_is_asked():
    with CaptureQueriesContext(connection) as asked:
        assert Prepared(lambda keys: Unit.objects.filter(pk__in=keys))(keys=[]) == []
    assert len(asked) == 0
