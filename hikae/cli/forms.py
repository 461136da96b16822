"""`hikae forms …`: the form files, and what they make of a sample."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, place_of, say, show_json, show_table
from hikae.i18n import _
from hikae.sentences import form_name, reading_line
from hikae.trying import Tried, headline, picture_of, sample, try_forms
from ocr.form import FormLayout
from ocr.likeness import Likeness
from ocr.reading import Box

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A scan: PDF, TIFF, JPEG, PNG.")]
PageOption = Annotated[int | None, typer.Option("--page", min=1, help="This page only.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Draw each page with its boxes into this folder."),
]
_WORTH_A_LINE = 0.5  # of a title read right

group = typer.Typer(help="The form files: config/forms of the program and of the office.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(group, name="forms")


@group.command("list")
def _list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the form files in force."""
    forms = desk(context).open().method.forms
    if as_json:
        show_json([_form_json(form) for form in forms])
        return
    heads = (_("file"), _("form"), _("title"), _("labels of the ID"), _("other numbers"))
    show_table(heads, [_form_row(form) for form in forms])


@group.command("try")
def _try(
    context: typer.Context,
    file: FileArgument,
    page: PageOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what each form file makes of a scan; nothing is taken in."""
    office = desk(context).open()
    try:
        given = sample(office, file)
        pages = []
        for tried in try_forms(office, given, page):
            picture = None
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                picture = out / f"{file.stem}-{tried.reading.page}.png"
                picture.write_bytes(picture_of(office, given, tried))
            pages.append(_tried_json(tried, picture))
            if not as_json:
                for line in _lines(tried, picture):
                    say(line)
        if as_json:
            show_json(pages)
    finally:
        office.sandbox.close()


def _lines(tried: Tried, picture: Path | None) -> Iterator[str]:
    reading = tried.reading
    yield headline(tried)
    for likeness in tried.likenesses:
        if likeness.title_score >= _WORTH_A_LINE or likeness.words:
            yield _likeness_line(likeness)
    for code in reading.codes:
        expected = _("expected") if tried.expects(code) else ""
        text = code.text or _("hidden")
        yield f"    {code.symbology} {text} {place_of(code.box)} {expected}".rstrip()
    for text, box in (*_found(tried), *((_("hidden"), box) for box in tried.hidden)):
        yield f"    {text} {place_of(box)}"
    if picture is not None:
        yield f"    {picture}"


def _found(tried: Tried) -> Iterator[tuple[str, Box | None]]:
    for candidate in tried.reading.candidates:
        yield reading_line(candidate), candidate.box
    for name, box in tried.others:
        yield _("another number: {name}", name=name), box
    for box in tried.zones:
        yield _("the ID is expected here"), box


def _likeness_line(likeness: Likeness) -> str:
    found, needed = len(likeness.words), likeness.form.words_needed
    return "    " + _(
        "{file}: title {score:.0%}, words {found} of {needed}",
        file=likeness.form.file,
        score=likeness.title_score,
        found=found,
        needed=needed,
    )


def _tried_json(tried: Tried, picture: Path | None) -> dict[str, Any]:
    """Give a page as `docs/interfaces.md` fixes it."""
    reading = tried.reading
    return {
        "page": reading.page,
        "role": reading.role.value,
        "form": reading.form.value,
        "file": tried.form.file if tried.form else None,
        "told_by": tried.told_by.value,
        "turn": reading.turn,
        "width": reading.width,
        "height": reading.height,
        "dpi": reading.dpi,
        "forms": [_likeness_json(likeness) for likeness in tried.likenesses],
        "candidates": [
            {
                "application_id": one.application_id.digits,
                "witness": one.witness.value,
                "reader": one.reader,
                "box": one.box,
            }
            for one in reading.candidates
        ],
        "codes": [
            {
                "symbology": code.symbology,
                "text": code.text or None,
                "box": code.box,
                "expected": tried.expects(code),
            }
            for code in reading.codes
        ],
        "other_numbers": [{"name": name, "box": box} for name, box in tried.others],
        "zones": list(tried.zones),
        "hidden": list(tried.hidden),
        "picture": None if picture is None else str(picture),
    }


def _likeness_json(likeness: Likeness) -> dict[str, Any]:
    return {
        "file": likeness.form.file,
        "form": likeness.form.kind.value,
        "title_score": round(likeness.title_score, 3),
        "title_box": likeness.title_box,
        "words": list(likeness.words),
        "words_needed": likeness.form.words_needed,
    }


def _form_json(form: FormLayout) -> dict[str, Any]:
    printed = form.application_id
    return {
        "file": form.file,
        "form": form.kind.value,
        "titles": list(form.titles),
        "starts_document": form.starts_document,
        "labels": list(printed.labels),
        "groups": list(printed.groups),
        "zones_mm": list(printed.zones_mm),
        "codes": list(printed.codes),
        "other_numbers": [
            {"name": one.name, "digits": one.digits, "labels": list(one.labels)}
            for one in form.other_numbers
        ],
        "dated": {
            "labels": list(form.dated.labels),
            "not_before_notice": form.dated.not_before_notice,
        },
        "unknown_to_ledger": form.unknown_to_ledger.value,
    }


def _form_row(form: FormLayout) -> tuple[object, ...]:
    return (
        form.file,
        form_name(form.kind),
        form.titles[0] if form.titles else "",
        " ".join(form.application_id.labels),
        " ".join(dict.fromkeys(one.name for one in form.other_numbers)),
    )
