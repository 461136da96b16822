"""The operators of content streams that our documents may hold, by what they do."""

PATHS_AND_PLACES = {  # with the number of their operands
    **{"cm": 6, "w": 1, "J": 1, "j": 1, "M": 1, "d": 2},
    **{"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0, "re": 4},
    **{"W": 0, "W*": 0, "n": 0},
}
FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
FILL_COLOURS = frozenset({"g", "rg", "k", "cs", "sc", "scn"})
STROKE_COLOURS = frozenset({"G", "RG", "K", "CS", "SC", "SCN"})
SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})

INVISIBLE = 3  # the text mode of our layer, and of most others
