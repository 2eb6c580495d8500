"""All that users read is Chinese, and so is the name of every file: the pages of 系统管理; all others are read where the
table of answers is asked (test_matrix.py).
"""

import pytest

from tests.access import test_administration as administration
from tests.access.latin import foreign, words_of_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", administration.PAGES)
def test_no_page_of_the_administration_has_a_word_that_is_not_chinese(scene, name):
    answer = scene.client("administrator").get(administration.address(scene, name))
    assert foreign(answer) == set()


def test_what_is_read_out_is_looked_at_too():
    """So that these tests can fail."""
    assert words_of_page('<p title="Close">关闭<img alt="A picture"></p><script>var x</script>') == {
        "Close",
        "picture",
    }
    assert words_of_page('<input type="submit" value="Save"><input value="unseen"><th>Model 名</th>') == {
        "Save",
        "Model",
    }
