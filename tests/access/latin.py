"""Latin words that a page shows its reader, or says to whoever has it read out."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

from django.http import HttpResponse

# Formats, programs and standards by their names; endings of files.
NAMES = {
    "Word", "WPS", "Excel", "PDF", "JPG", "PNG", "XLSX", "CSV", "JSON", "DOCX", "ZIP", "MB", "GB", "HTTPS", "TOTP",
}  # fmt: skip
ENDINGS = {"docx", "xlsx", "pdf", "csv", "json", "zip"}
# Codes of programmes and their reports, login names and addresses of units, as the scene makes them.
CODES = {"GJRC", "KCZH", "JZ", "user", "unit"}
INITIALS = {"rcyj"}  # of pinyin, as 帮助 has them
ALLOWED = NAMES | ENDINGS | CODES | INITIALS

# Attributes that are shown or read out.
_SAID = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "label",
    "data-label",
    "data-filter-title",
}
_UNSEEN = ("script", "style")
_BUTTONS = ("submit", "button", "reset")
_SAVED = re.compile(r"^(attachment|inline); filename\*=utf-8''")
_WORD = re.compile(r"[A-Za-z]{2,}")
# Written by machines and read by nobody as words: checksums, secrets in groups of four, numbers of errors.
_CODES = re.compile(
    r"\b[0-9a-f]{64}\b|\b\d+-[0-9a-f]{16}\b|(?:\b[0-9a-f]{4}\b ?){16}|(?:\b[A-Z2-7]{4}\b ?){8}|\b[0-9a-f]{8}\b"
)


def foreign(answer: HttpResponse) -> set[str]:
    """What of an answer is read, its page or the name it is saved under, and is neither Chinese nor a name."""
    if answer.headers["Content-Type"].startswith("text/html"):
        return words_of_page(answer.content.decode()) - ALLOWED
    named = unquote(answer.headers.get("Content-Disposition", ""))
    return words(_SAVED.sub("", named)) - ALLOWED


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said: list[str] = []
        self._is_unseen = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self._is_unseen = tag in _UNSEEN
        self.said += [attributes[name] or "" for name in _SAID & attributes.keys()]
        if tag == "input" and attributes.get("type") in _BUTTONS:
            self.said.append(attributes.get("value") or "")

    def handle_endtag(self, tag):
        self._is_unseen = False

    def handle_data(self, data):
        if not self._is_unseen:
            self.said.append(data)


def words_of_page(html: str) -> set[str]:
    reader = _Reader()
    reader.feed(html)
    return {word for piece in reader.said for word in words(piece)}


def words(text: str) -> set[str]:
    return set(_WORD.findall(_CODES.sub("", text)))
