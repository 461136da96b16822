"""Runs a command of `hikae` in this process: the same words, sentences and exit codes."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from hikae.cli import command_line
from hikae.cli.errors import explained


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, and how it ended."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  # each command has a form of its own
        """What it printed, read as JSON."""
        return json.loads(self.out)


def hikae(home: Path | None, *words: str) -> Answer:
    """Run one command for the office in `home`, as `hikae.cli.main` does."""
    given = [*(["--home", str(home)] if home else []), *words]
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        try:
            with explained():
                command_line(words)(given)
        except SystemExit as end:
            return Answer(int(end.code or 0), out.getvalue(), err.getvalue())
    return Answer(0, out.getvalue(), err.getvalue())
