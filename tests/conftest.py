"""What holds for every test; fixtures of a subject live with its tests."""

pytest_plugins = [
    "tests.garbage",
    "tests.kept_database",
    "tests.append_only",
    "tests.sockets",
    "tests.exercised",
    "tests.register_fixtures",
    "tests.casts",
    "tests.real_server",
    "tests.bucket_server",
    "tests.processes",
]
