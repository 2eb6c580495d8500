"""A task with its lead unit, a liaison of it and a browser signed in as that person."""

import pytest

from tests.factories import client_for, make_programme, make_task, make_unit, make_user
from tests.plans import windows
from units.roles import Role


@pytest.fixture
def lead(db):
    return make_unit("市教委")


@pytest.fixture
def task(lead):
    return make_task(make_programme(), 4, lead=lead, participants=[make_unit("市科委"), "等有关区县"])


@pytest.fixture
def liaison(lead):
    return make_user(Role.LIAISON, lead)


@pytest.fixture
def signed_in(liaison):
    return client_for(liaison)


@pytest.fixture
def mine(signed_in, task) -> windows.Window:
    return windows.first_of(signed_in, task)


@pytest.fixture
def theirs(mine, lead, task) -> windows.Window:
    return windows.second_of(lead, task)
