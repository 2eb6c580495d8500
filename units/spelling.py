"""Writing the pinyin initials by which texts are found."""

from collections.abc import Iterable

from units.models import Spelling
from zgc_tasks.common.initials import initials


def spell(texts: Iterable[str]) -> None:
    """Of those that have none yet; called wherever such a text is written."""
    wanted = sorted(set(texts) - {""})
    known = set(Spelling.objects.filter(text__in=wanted).values_list("text", flat=True))
    Spelling.objects.bulk_create(
        Spelling(text=text, initials=initials(text)) for text in wanted if text not in known
    )
