"""The colours of drawings, each written down once. Those of pages are in static/css/colours.css; what stands in both is one.

A drawing has its colours as attributes, for no style sheet reaches it in a PDF (decision 0066).
"""

from typing import NamedTuple


class Colours(NamedTuple):
    """As templates of drawings name them; those with `tint` are grounds on which texts and textures are read."""

    ink: str = "#1f2329"
    ink_soft: str = "#565d68"
    paper: str = "#fff"
    rule: str = "#dcdfe4"
    rule_strong: str = "#8d95a1"
    blue: str = "#1d4f91"
    blue_light: str = "#7d9fcd"
    blue_tint: str = "#c6d5ea"
    blue_pale: str = "#e4ecf6"
    red: str = "#b3261e"
    red_tint: str = "#f3d0cd"
    red_pale: str = "#fcefee"
    amber: str = "#855600"
    amber_tint: str = "#fbe7a9"
    green: str = "#1a6a3a"
    green_tint: str = "#d5eadc"
    grey_tint: str = "#e2e5ea"


COLOURS = Colours()
