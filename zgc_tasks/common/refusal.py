"""What a rule or an action refuses: the reason in words, of which kind it is, and where on the page it belongs."""

from enum import Enum


class Kind(Enum):
    """Why something is refused; `status` is the HTTP status it is answered with."""

    NOT_ALLOWED = "not_allowed"  # this person may not
    NOT_NOW = "not_now"  # nobody may, as things stand
    WRONG_INPUT = "wrong_input"  # what was typed cannot be taken as it is
    TOO_OFTEN = "too_often"  # it was tried too often; later it may be tried again
    OUT_OF_DATE = "out_of_date"  # it rests on what somebody else has changed meanwhile

    @property
    def status(self) -> int:
        return _STATUS[self]


_STATUS = {
    Kind.NOT_ALLOWED: 403,
    Kind.NOT_NOW: 409,
    Kind.WRONG_INPUT: 422,
    Kind.TOO_OFTEN: 429,
    Kind.OUT_OF_DATE: 409,
}


class Refusal(Exception):
    """Nothing was done. `words` say why and how to mend it; `field` and `step` name what is wrong, if one thing is."""

    def __init__(self, words: str, kind: Kind, field: str = "", step: int | None = None):
        super().__init__(words)
        self.words, self.kind, self.field, self.step = words, kind, field, step


class NotMade(Refusal):
    """A file that cannot be made of what there is. `back` is the page it is had from, which then says why (decision 0110)."""

    def __init__(self, words: str):
        super().__init__(words, Kind.NOT_NOW)
        self.back = ""
