"""The text of a PDF, as a search or a copy gets it: page by page, in the order of its content."""

import subprocess
from pathlib import Path


def texts_of(pdf: Path) -> tuple[str, ...]:
    """Give the text of every page.

    `-raw`: the words as they lie in the file. Otherwise pdftotext guesses columns, and the figure
    would be about its guesses.
    """
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    found = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return tuple(found.decode("utf-8", "replace").split("\f")[:-1])
