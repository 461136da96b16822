"""A reader that follows a script, and steps that a power cut interrupts where a test wants it.

The script stands in the files themselves: one line a page, so that a test can write down what a
scan will turn out to be.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from hikae.office import Office
from hikae.sandbox import ChildDiedError
from ingest.whole import State, Verdict
from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole, ScanKind
from ledger.why import Unreadable
from ocr.errors import CannotOpenError
from ocr.method import Method
from ocr.reading import Reading, Text, Unread, Word

P = ParamSpec("P")
R = TypeVar("R")

BLANK, SEPARATOR, CRASH = "blank", "separator", "crash"
COPY = "copy"  # of an identity document: it follows the page before it
REPLY = "reply "  # before the digits of a reply form
COPY_OF = "copy of "  # the same, before the name on it
NOTICE = "notice "  # before the digits of a notice
DATED = "dated "  # before a day and the digits of a receipt that was signed on it
APPLICATION = "application "  # before digits in code and print, and the name of whoever applies
UNSEEN = "unseen "  # before that name, where only a closer look reads it
# Before digits in code and print, the rows that the first look reads and, after a bar, those that a
# closer look reads in their stead; rows are parted by slashes.
MISREAD = "misread "
# Before the digits of a page whose full text needs more than the usual time; behind them may stand
# the name that is read at once and, after a bar, the row that is read only then.
SLOW = "slow "
BROKEN, BAD_STRUCTURE = "broken", "bad structure"


_FORMS = {REPLY: FormKind.REPLY_FORM, NOTICE: FormKind.ISSUANCE_NOTICE}


class PowerCutError(BaseException):
    """Nothing may catch it."""


def scan_file(pages: list[str], serial: int) -> bytes:
    """Write a scan: each page is a word from above, or the 23 digits on it, or `nobody`."""
    return json.dumps({"serial": serial, "pages": pages}).encode()


class ScriptedReader:
    """Stands in for the child processes: it answers as their functions would."""

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Answer for the function of that name."""
        answers: dict[str, Callable[..., object]] = {
            "inspect": _inspect,
            "count_pages": _count_pages,
            "read_page": _read_page,
            "read_closer": _read_closer,
            "read_text": _read_text,
            "composed": _composed,
        }
        return cast(R, answers[function.__name__](*args))

    def close(self) -> None:
        """Nothing to end."""


class InterruptedSteps:
    """Steps as the engine runs them: remembered once finished, begun again after a power cut.

    `cut` is asked twice a step whether the power goes: before it, and after its effect but before
    it is remembered. A step that writes the ledger has no such gap: its checkpoint is in the same
    transaction.
    """

    def __init__(
        self, office: Office, remembered: dict[str, object], cut: Callable[[], bool]
    ) -> None:
        self._office, self._remembered, self._cut = office, remembered, cut
        self._number = 0

    def do(self, name: str, step: Callable[..., R], *args: object) -> R:
        """See `hikae.pipeline.Steps`."""
        return self._once(name, lambda: step(self._office, *args), has_gap=True)

    def look(self, look: Callable[..., R], *args: object) -> R:
        """See `hikae.pipeline.Steps`."""
        self._maybe_cut()
        return look(self._office, *args)

    def write(self, name: str, step: Callable[..., R], *args: object) -> R:
        """See `hikae.pipeline.Steps`."""

        def written() -> R:
            with self._office.write() as session:
                return step(session, self._office, *args)

        return self._once(name, written, has_gap=False)

    def _once(self, name: str, run: Callable[[], R], *, has_gap: bool) -> R:
        self._number += 1
        key = f"{self._number} {name}"
        if key in self._remembered:
            return cast(R, self._remembered[key])
        self._maybe_cut()
        answer = run()
        if has_gap:
            self._maybe_cut()
        self._remembered[key] = answer
        return answer

    def _maybe_cut(self) -> None:
        if self._cut():
            raise PowerCutError


def _script(path: Path) -> list[str]:
    return cast("list[str]", json.loads(path.read_bytes())["pages"])


def _inspect(path: Path) -> Verdict:
    if BAD_STRUCTURE in _script(path):
        return Verdict(None, State.BROKEN, Unreadable.DAMAGED_FILE)
    return Verdict(ScanKind.PDF, State.WHOLE, None)


def _count_pages(path: Path, *_: object) -> int:
    if BROKEN in _script(path):
        raise CannotOpenError(Unreadable.DAMAGED_FILE)
    return len(_script(path))


def _read_page(path: Path, _kind: ScanKind, number: int, method: Method) -> Reading:
    page = _script(path)[number - 1]
    if page.startswith(MISREAD):
        digits, rows = page.removeprefix(MISREAD).split(maxsplit=1)
        return replace(_application(number, digits, UNSEEN), lines=_rows(rows.split("|")[0]))
    if page.startswith(COPY_OF):
        return replace(_reading(COPY, number), lines=(f"氏名 {page.removeprefix(COPY_OF)}",))
    if not page.startswith(SLOW):
        return _reading(page, number)
    digits, named, _ = _slow(page)
    return replace(_reading(digits, number), lines=(f"氏名 {named}",) if named else ())


def _reading(page: str, number: int) -> Reading:
    for before, form in _FORMS.items():
        if page.startswith(before):
            return replace(_reading(page.removeprefix(before), number), form=form)
    signed_on, page = page.split()[1:] if page.startswith(DATED) else ("", page)
    if page == CRASH:
        raise ChildDiedError("scripted")
    if page.startswith(APPLICATION):
        return _application(number, *page.removeprefix(APPLICATION).split(maxsplit=1))
    role = {BLANK: PageRole.BLANK, SEPARATOR: PageRole.SEPARATOR}.get(page, PageRole.CONTENT)
    return Reading(
        page=number,
        turn=0,
        width=100,
        height=100,
        dpi=200,
        role=role,
        form=_form(page),
        opens=page.isdigit(),
        lines=(f"受領日 {signed_on}",) if signed_on else (),
        candidates=_candidates(page, number),
        versions=("a reader 1.0",),
    )


def _application(number: int, digits: str, name: str) -> Reading:
    one, is_unseen = ApplicationId(digits), name.startswith(UNSEEN)
    return Reading(
        page=number,
        turn=0,
        width=100,
        height=100,
        dpi=200,
        role=PageRole.CONTENT,
        form=FormKind.APPLICATION_FORM,
        opens=True,
        lines=() if is_unseen else (f"氏名 {name}",),
        unread=(Unread(0, 50.0, 50.0, 80.0, 9.0, 0.0),) if is_unseen else (),
        candidates=(
            Candidate(one, Witness.CODE, "zxing", number),
            Candidate(one, Witness.PRINT, "ppocr", number, (10, 10, 90, 20)),
        ),
        form_file="application_form.toml",
    )


def _read_closer(path: Path, _kind: ScanKind, reading: Reading, *_: object) -> Reading:
    page = _script(path)[reading.page - 1]
    if page.startswith(MISREAD):
        return replace(reading, lines=_rows(page.split("|")[1]), unread=())
    name = page.partition(UNSEEN)[2]
    return replace(reading, lines=(f"氏名 {name}",), unread=())


def _rows(text: str) -> tuple[str, ...]:
    return tuple(text.split("/"))


def _form(page: str) -> FormKind:
    if page == COPY:
        return FormKind.IDENTITY_DOCUMENT_COPY
    return FormKind.RECEIPT if page.isdigit() else FormKind.UNKNOWN


def _read_text(path: Path, _kind: ScanKind, reading: Reading, method: Method) -> Text:
    is_slow = _script(path)[reading.page - 1].startswith(SLOW)
    if is_slow and method.text_limit_s <= Method().text_limit_s:
        return Text(reading.page, complete=False)
    word = Word("個人番号カード", 1, 1, 90, 9, 0.9, 0)
    if not is_slow:
        return Text(reading.page, (word,))
    *_, late = _slow(_script(path)[reading.page - 1])
    lines = (late,) if late else ()
    return Text(reading.page, (word,), lines, masked=((10, 20, 90, 30),))


def _slow(page: str) -> tuple[str, str, str]:
    digits, _, rows = page.removeprefix(SLOW).partition(" ")
    named, _, late = rows.partition("|")
    return digits, named, late


def _candidates(page: str, number: int) -> tuple[Candidate, ...]:
    if not page.isdigit():
        return ()
    one = ApplicationId(page)
    return (
        Candidate(one, Witness.CODE, "zxing", number),
        Candidate(one, Witness.PRINT, "ppocr", number),
    )


def _composed(path: Path, _kind: ScanKind, layers: tuple[Any, ...], *_: object) -> bytes:
    pages = [(one.number, [word.text for word in one.words], one.masked) for one in layers]
    return json.dumps([_script(path), path.read_bytes().decode(), pages]).encode()
