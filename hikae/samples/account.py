"""Writes down the truth about scanned pages: what stands where, and which codes survived."""

from hikae.samples.codes import decoded
from hikae.samples.looks import Kind
from hikae.samples.numbers import SAMPLE_MY_NUMBER
from hikae.samples.people import Applicant
from hikae.samples.plans import PlannedSet
from hikae.samples.scanner import ScannedPage
from hikae.samples.truth import CodeTruth, FieldTruth, NumberTruth, PageTruth, SetTruth

_PAGE_WORDS = {Kind.CARD_BACK: "idcopy", Kind.SLIP: "receipt", Kind.COVER: "separator"}
_SET_WORDS = {"reply": "notice"}  # a reply is a part of the notice


def page_truth(
    page: ScannedPage, number: int, set_name: str | None, who: Applicant | None
) -> PageTruth:
    """Describe one page; `who` is None where the page belongs to nobody."""
    paper, inscription = page.paper, page.paper.inscription
    codes = _codes(page, who)
    has_id = who is not None and (inscription is not None or any(c.contains_id for c in codes))
    return PageTruth(
        page=number,
        type=_PAGE_WORDS.get(paper.kind, paper.kind.value),
        set=set_name,
        id=who.application_id.digits if who and has_id else None,
        id_printed_as=inscription.printed.digits if inscription else None,
        id_format=inscription.look.id_print.value if inscription else None,
        id_bbox=inscription.box if inscription else None,
        id_digit_px=inscription.digit_px if inscription else None,
        id_damage=inscription.look.damage.value if inscription else None,
        id_by_barcode=any(code.contains_id and code.decodes for code in codes),
        barcodes=codes,
        rotation=page.turn,
        skew=page.skew,
        pdf_rotate=0,
        dpi=paper.dpi,
        mode=page.mode.value,
        width=page.picture.width,
        height=page.picture.height,
        fields=tuple(FieldTruth(f.name, f.text, f.kind, f.box) for f in paper.fields),
        text="\n".join(f.text for f in paper.fields if f.kind == "printed"),
        mynumber=_my_numbers(page),
    )


def set_truth(planned: PlannedSet, name: str, pages: list[PageTruth]) -> SetTruth:
    """Describe one set from the pages that belong to it, blank backs among them."""
    who, content = planned.applicant, [page for page in pages if page.type != "blank"]
    return SetTruth(
        set=name,
        id=who.application_id.digits,
        type=_SET_WORDS.get(content[0].type, content[0].type),
        pages=tuple(page.page for page in content),
        blank_pages=tuple(page.page for page in pages if page.type == "blank"),
        name=who.name,
        kana=who.kana,
        birth=who.birth_date.isoformat(),
        office=who.office,
        tracking=who.tracking_number,
        readable=planned.readable,
        id_by_barcode=planned.readable and any(page.id_by_barcode for page in content),
        expected=planned.expected.value,
        accept=(planned.expected.value, *(ending.value for ending in planned.also)),
    )


def _codes(page: ScannedPage, who: Applicant | None) -> tuple[CodeTruth, ...]:
    if not page.paper.codes:
        return ()
    survived, digits = decoded(page.picture), who.application_id.digits if who else "none"
    return tuple(
        CodeTruth(
            code.kind.value,
            code.payload,
            digits in code.payload,
            code.box,
            code.payload in survived,
        )
        for code in page.paper.codes
    )


def _my_numbers(page: ScannedPage) -> tuple[NumberTruth, ...]:
    return tuple(
        NumberTruth(SAMPLE_MY_NUMBER, field.box)
        for field in page.paper.fields
        if field.name == "my_number"
    )
