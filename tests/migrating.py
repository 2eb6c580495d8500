"""Migrations run for real, for tests of what they make of the data of before."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def migrate(*target: str):
    """To this app's migration, to the newest of all where none is named; the models of that time."""
    call_command("migrate", *target, verbosity=0)
    loader = MigrationLoader(connection)
    return loader.project_state(target or loader.graph.leaf_nodes()).apps
