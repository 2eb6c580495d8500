"""The means to play the demonstration."""

from datetime import date

BEGINS = date(2015, 4, 1)
