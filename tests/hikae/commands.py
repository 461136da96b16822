"""Runs a command of `hikae` in this process: the same words, sentences and exit codes."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from hikae.cli import command_line
from hikae.cli.errors import explained
from tests.service.office import Answer


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
