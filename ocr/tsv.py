"""The table that Tesseract answers with, as words; the program and the library write it alike."""

from ocr.reading import Word

_WORD = "5"  # the level of a row; above it are page, block, paragraph and line


def words_of(table: str) -> tuple[Word, ...]:
    """Give the words of a table of tab-separated values, in its order."""
    words: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.split("\n"):
        level, *rest = row.split("\t")
        text = "".join(rest[10:]).strip()
        if level != _WORD or not text:
            continue
        line = lines.setdefault(tuple(rest[:4]), len(lines))  # page, block, paragraph, line
        left, top, width, height = map(int, rest[5:9])
        confidence = max(int(float(rest[9])), 0) / 100
        words.append(Word(text, left, top, left + width, top + height, confidence, line))
    return tuple(words)
