"""`manage.py play_history` where there is nothing to play."""

import pytest
from django.core.management import call_command

from zgc_tasks.common.commands import WrongUse


def test_without_the_sample_it_says_what_to_run_first(gjrc):
    with pytest.raises(WrongUse, match="sample_plans"):
        call_command("play_history", "--until", "2015-04-02")
