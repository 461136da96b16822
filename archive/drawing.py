"""What a page of an old PDF draws: its images and plain lines are kept, its invisible text is not.

The content stream is read operator by operator and written anew from a whitelist. Form XObjects
are drawn in place. Whatever would be seen and cannot be kept raises `MoreThanImagesError`.
"""

from dataclasses import dataclass, replace

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, Pdf, Stream

from archive.colour import copied_space
from archive.errors import CannotComposeError, MoreThanImagesError
from archive.image import Images, is_transparent
from archive.operators import (
    FILL_COLOURS,
    FILLS,
    INVISIBLE,
    PATHS_AND_PLACES,
    SHOWS_TEXT,
    STROKE_COLOURS,
    STROKES,
)

_COLOURS = FILL_COLOURS | STROKE_COLOURS
_HARMLESS_STATE = frozenset(
    {"/Type", "/SA", "/OP", "/op", "/OPM", "/AIS", "/TK", "/RI", "/FL", "/SM", "/HT"}
)
_DEEPEST = 24  # PDF 1.4 allows 28 nested states
_MOST_STEPS = 500_000
_CLIP_ROOM = 0.0001  # a form's edge, drawn anew, must not cut a row of pixels by a rounding error


@dataclass(frozen=True, slots=True)
class _State:
    """What the next mark is made with: None, or why it could not be kept."""

    fill: str | None = None
    stroke: str | None = None
    effect: str | None = None
    text_mode: int = 0
    is_drawn_font: bool = False  # glyphs of Type 3 are drawings, whatever the text mode


class Drawing:
    """The part of one page that may be kept, all its objects already in the new document."""

    def __init__(self, paper: Pdf, images: Images) -> None:
        self.images: dict[str, Stream] = {}
        self.colour_spaces: dict[str, Object] = {}
        self.is_empty = True
        self._paper = paper
        self._copies = images
        self._names: dict[str, str] = {}
        self._kept: list[ContentStreamInstruction] = []
        self._states = [_State()]

    @property
    def content(self) -> bytes:
        """What was kept, as a content stream with balanced states."""
        return pikepdf.unparse_content_stream(self._kept)

    def trace(self, stream: Object | pikepdf.Page, resources: Object) -> None:
        """Follow a page or a form and keep what it draws.

        Raises:
            MoreThanImagesError: it shows what only a rendering would keep.
            CannotComposeError: it is damaged.
        """
        if any(str(name).startswith("/Default") for name in resources.get("/ColorSpace", {})):
            raise MoreThanImagesError("default colour spaces")
        outside = len(self._states)
        for step in pikepdf.parse_content_stream(stream):
            if not isinstance(step, ContentStreamInstruction):
                raise MoreThanImagesError("an inline image")
            operator = str(step.operator)
            if operator == "q":
                self._open()
            elif operator == "Q":
                if len(self._states) > outside:  # viewers pass over a Q too many
                    self._close()
            else:
                self._follow(operator, step, resources)
        while len(self._states) > outside:
            self._close()

    def _follow(self, operator: str, step: ContentStreamInstruction, resources: Object) -> None:
        if operator in PATHS_AND_PLACES:
            if len(step.operands) != PATHS_AND_PLACES[operator]:
                raise CannotComposeError(f"{operator} with {len(step.operands)} operands")
            self._keep(operator, *step.operands)
        elif operator in FILLS | STROKES:
            self._mark(fills=operator in FILLS, strokes=operator in STROKES)
            self._keep(operator)
        elif operator in _COLOURS:
            self._set_colour(operator, step, resources)
        elif operator in SHOWS_TEXT:
            self._pass_over_text()
        elif operator == "Do":
            self._draw(resources.XObject[str(step.operands[0])], resources)
        elif operator == "gs":
            self._set_effect(resources.ExtGState[str(step.operands[0])])
        elif operator == "Tr":
            self._change(replace(self._states[-1], text_mode=int(step.operands[0])))
        elif operator == "Tf":
            font = resources.get("/Font", Dictionary()).get(str(step.operands[0]), Dictionary())
            is_drawn = font.get("/Subtype") == Name.Type3
            self._change(replace(self._states[-1], is_drawn_font=is_drawn))
        elif operator == "sh":
            raise MoreThanImagesError("a shading")
        elif operator == "BDC" and step.operands[0] == Name.OC:
            raise MoreThanImagesError("layers that can be switched off")

    def _draw(self, drawn: Object, resources: Object) -> None:
        if not isinstance(drawn, Stream):
            raise CannotComposeError("an image that is not there")
        if "/OC" in drawn:
            raise MoreThanImagesError("layers that can be switched off")
        if drawn.get("/Subtype") == Name.Form:
            self._draw_form(drawn, resources)
            return
        if is_transparent(drawn) and not self.is_empty:
            raise MoreThanImagesError("a transparent image over others")
        name = self._names.setdefault(str(drawn.objgen), f"/Im{len(self.images)}")
        self.images[name] = self._copies.copied(drawn)
        self._mark(fills=bool(drawn.get("/ImageMask", False)), strokes=False)
        self._keep("Do", Name(name))

    def _draw_form(self, form: Stream, resources: Object) -> None:
        self._open()
        if "/Matrix" in form:
            self._keep("cm", *form.Matrix)
        box = pikepdf.Rectangle(Array(form.BBox))
        corner = (box.llx - _CLIP_ROOM, box.lly - _CLIP_ROOM)
        sides = (box.width + 2 * _CLIP_ROOM, box.height + 2 * _CLIP_ROOM)
        self._keep("re", *(round(value, 5) for value in (*corner, *sides)))
        self._keep("W")
        self._keep("n")
        self.trace(form, form.get("/Resources", resources))
        self._close()

    def _set_effect(self, state: Object) -> None:
        """Transparency and the like spoil what is drawn next; the rest is of no consequence."""
        for name, value in state.items():
            is_plain = (
                name in _HARMLESS_STATE
                or (name in ("/ca", "/CA") and value == 1)
                or (name == "/BM" and value in (Name.Normal, Name.Compatible))
                or (name == "/SMask" and value == Name("/None"))
            )
            if not is_plain:
                self._change(replace(self._states[-1], effect=f"a graphics state with {name}"))

    def _set_colour(self, operator: str, step: ContentStreamInstruction, resources: Object) -> None:
        state, fills = self._states[-1], operator in FILL_COLOURS
        trouble = None
        if operator in {"k", "K"}:
            trouble = "colours for print (CMYK)"
        elif operator in {"cs", "CS"}:
            trouble = self._set_space(operator, step.operands[0], resources)
        elif operator.lower().startswith("sc"):  # numbers in the space that was set before
            trouble = state.fill if fills else state.stroke
            if any(isinstance(operand, Name) for operand in step.operands):
                trouble = "a pattern"
        if trouble is None and operator not in {"cs", "CS"}:
            self._keep(operator, *step.operands)
        self._change(replace(state, fill=trouble) if fills else replace(state, stroke=trouble))

    def _set_space(self, operator: str, name: Object, resources: Object) -> str | None:
        """Keep a change of colour space, or tell why it cannot be kept."""
        told = resources.get("/ColorSpace", Dictionary()).get(str(name), name)
        try:
            space = copied_space(self._paper, told).value
        except MoreThanImagesError as error:
            return error.why
        if not isinstance(space, Name):
            key = self._names.setdefault(
                told.unparse().decode("latin-1"), f"/CS{len(self.colour_spaces)}"
            )
            space, self.colour_spaces[key] = Name(key), space
        self._keep(operator, space)
        return None

    def _pass_over_text(self) -> None:
        state = self._states[-1]
        if state.text_mode != INVISIBLE or state.is_drawn_font:
            raise MoreThanImagesError("text that can be seen")

    def _mark(self, *, fills: bool, strokes: bool) -> None:
        state = self._states[-1]
        trouble = state.effect or (fills and state.fill) or (strokes and state.stroke)
        if trouble:
            raise MoreThanImagesError(trouble)
        self.is_empty = False

    def _open(self) -> None:
        if len(self._states) > _DEEPEST:
            raise CannotComposeError("drawings nested too deeply")
        self._states.append(self._states[-1])
        self._keep("q")

    def _close(self) -> None:
        self._states.pop()
        self._keep("Q")

    def _change(self, state: _State) -> None:
        self._states[-1] = state

    def _keep(self, operator: str, *operands: Object | float) -> None:
        if len(self._kept) >= _MOST_STEPS:
            raise CannotComposeError("a drawing of too many steps")
        self._kept.append(ContentStreamInstruction(list(operands), Operator(operator)))
