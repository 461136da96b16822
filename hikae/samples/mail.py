"""The envelope that the post brought back (返戻)."""

from hikae.samples.canvas import BODY, STAMP_RED, Canvas, Style
from hikae.samples.inscription import Inscription, encode, inscribe
from hikae.samples.lettering import Face
from hikae.samples.looks import Look
from hikae.samples.people import CITY, Applicant


def draw_envelope(canvas: Canvas, who: Applicant, look: Look) -> Inscription | None:
    """Draw the front of the envelope: address window, sender, stamps of the post."""
    canvas.text(12, 10, "個人番号カード交付通知書　在中", Style(13, Face.GOTHIC), "title")
    canvas.text(12, 19, "転送不要", Style(13, Face.GOTHIC, STAMP_RED))
    canvas.frame(206, 8, 22, 22)
    canvas.text(217, 12, "料金後納", Style(9, Face.GOTHIC, anchor="ma"))
    canvas.text(217, 20, "郵便", Style(9, Face.GOTHIC, anchor="ma"))
    canvas.frame(60, 32, 118, 50)
    canvas.text(66, 37, "〒000-0000", BODY)
    canvas.text(66, 44, who.address, Style(12), "address")
    canvas.text(66, 53, f"{who.name}　様", Style(18, Face.GOTHIC), "name")
    inscription = inscribe(canvas, 66, 74, who.application_id, look)
    encode(canvas, 228, 40, who.application_id, look.id_code)
    canvas.text(12, 96, f"{CITY}役所　個人番号カード担当", Style(12, Face.GOTHIC))
    canvas.text(12, 104, f"{CITY}中区本町1丁目1番1号　電話 0000-00-0000", BODY)
    number = who.tracking_number
    canvas.text(
        120, 96, f"{number[:3]}-{number[3:5]}-{number[5:10]}-{number[10]}", BODY, "tracking"
    )
    canvas.code128(150, 103, number)
    _returned(canvas, 184, 72)
    return inscription


def _returned(canvas: Canvas, x: float, y: float) -> None:
    """Stamp why the post could not deliver it."""
    px = canvas.px
    canvas.pen.rectangle((px(x), px(y), px(x + 44), px(y + 24)), None, STAMP_RED, px(0.6))
    canvas.text(x + 22, y + 3, "返　戻", Style(16, Face.GOTHIC, STAMP_RED, "ma", "stamp"), "stamp")
    canvas.text(x + 3, y + 13, "あて所に", Style(10, Face.GOTHIC, STAMP_RED, kind="stamp"))
    canvas.text(x + 3, y + 18, "尋ねあたりません", Style(10, Face.GOTHIC, STAMP_RED, kind="stamp"))
