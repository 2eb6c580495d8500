"""How properties are tried: a busy machine is no failure, so no single example has a time limit."""

from hypothesis import settings

settings.register_profile("no time limit", deadline=None)
settings.load_profile("no time limit")
