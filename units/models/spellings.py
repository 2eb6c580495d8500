"""Pinyin initials of texts that are searched for."""

from django.db import models

from units.querysets import SpellingQuerySet


class Spelling(models.Model):
    """The initials of a text, whoever bears it: of the same text they are the same as long as pypinyin is, so that a row is
    never changed, and what was found on a past day is found (decision 0083). Written by `units/spelling.py` alone.
    """

    text = models.TextField("文本")
    initials = models.TextField("拼音首字母")

    objects = SpellingQuerySet.as_manager()

    class Meta:
        verbose_name = "拼音首字母"
        verbose_name_plural = "拼音首字母"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
