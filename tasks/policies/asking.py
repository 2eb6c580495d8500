"""How a rule is asked: it raises a `Refusal` with the reason, and the boolean derives from that."""

from zgc_tasks.common.refusal import Kind, Refusal


def refusal_of(check, *args, **kwargs) -> Refusal | None:
    """What one of the rules below refuses with, None where it passes."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return refusal
    return None


def allowed(check, *args, **kwargs) -> bool:
    return refusal_of(check, *args, **kwargs) is None


def require(condition: bool, words: str) -> None:
    """Of the person: who else it may be, they may not."""
    if not condition:
        raise Refusal(words, Kind.NOT_ALLOWED)


def require_now(condition: bool, words: str) -> None:
    """Of the state things are in: at another time they may."""
    if not condition:
        raise Refusal(words, Kind.NOT_NOW)
