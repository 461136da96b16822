"""The operators of content streams that our documents may hold, by what they do."""

PATHS_AND_PLACES = frozenset(
    {"cm", "w", "J", "j", "M", "d", "m", "l", "c", "v", "y", "h", "re", "W", "W*", "n"}
)
FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
FILL_COLOURS = frozenset({"g", "rg", "k", "cs", "sc", "scn"})
STROKE_COLOURS = frozenset({"G", "RG", "K", "CS", "SC", "SCN"})
SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})

INVISIBLE = 3  # the text mode of our layer, and of most others
