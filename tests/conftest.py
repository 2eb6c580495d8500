"""What holds for every test; fixtures of a subject live with its tests."""

pytest_plugins = ["tests.sockets", "tests.exercised", "tests.register_fixtures"]
