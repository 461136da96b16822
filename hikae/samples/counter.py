"""The papers of the counter: notice (交付通知書), reply (回答書) and receipt (受領書)."""

from hikae.samples.canvas import BODY, LABEL, STAMP_RED, TITLE, Canvas, Style
from hikae.samples.handwriting import write_by_hand
from hikae.samples.inscription import Inscription, encode, inscribe
from hikae.samples.lettering import Face
from hikae.samples.looks import Look
from hikae.samples.people import CITY, Applicant, japanese_date

_CENTRED = Style(11, Face.GOTHIC, anchor="ma")
_NOTICE_TITLE = Style(15, Face.GOTHIC, anchor="ma")  # an official title, and a long one
_NOTICE = (
    "個人番号カードの交付の準備ができましたので、お知らせします。",
    "この通知書と本人確認書類を持って、下の窓口へおいでください。",
    "本人が来られないときは、裏面の委任状に記入してください。",
)


def draw_notice(canvas: Canvas, who: Applicant, look: Look) -> Inscription | None:
    """Draw the notice of issuance, which is an inquiry too."""
    canvas.text(190, 18, japanese_date(who.notice_sent_on), Style(anchor="ra"))
    canvas.text(18, 26, who.address, BODY, "address")
    canvas.text(18, 35, f"{who.name}　様", Style(15), "name")
    canvas.text(190, 46, f"{CITY}長", Style(12, anchor="ra"))
    canvas.text(
        105, 62, "個人番号カード交付・電子証明書発行通知書 兼 照会書", _NOTICE_TITLE, "title"
    )
    for at, line in enumerate(_NOTICE):
        canvas.text(24, 80 + 8 * at, line, BODY)
    rows = (
        ("フリガナ", who.kana, "kana"),
        ("生年月日", japanese_date(who.birth_date), "birth"),
        ("交付窓口", who.office, "office"),
        ("交付期限", "令和8年1月30日", "deadline"),
    )
    for at, (label, value, name) in enumerate(rows):
        canvas.row(18, 110 + 11 * at, label, value, name, 172)
    inscription = inscribe(canvas, 18, 172, who.application_id, look)
    encode(canvas, 190, 164, who.application_id, look.id_code)
    canvas.text(18, 200, "持ち物", LABEL)
    for at, thing in enumerate(("この通知書", "本人確認書類", "通知カード")):
        canvas.text(24, 208 + 8 * at, f"{at + 1}　{thing}", BODY)
    return inscription


def draw_reply(canvas: Canvas, who: Applicant, look: Look) -> Inscription | None:
    """Draw the reply to the inquiry, signed."""
    canvas.text(105, 20, "回答書", Style(20, Face.GOTHIC, anchor="ma"), "title")
    canvas.text(105, 31, "個人番号カードの交付についての照会に対する回答", _CENTRED)
    canvas.text(18, 42, f"{CITY}長　あて", BODY)
    canvas.text(190, 42, "令和7年10月30日", Style(anchor="ra"))
    canvas.text(18, 56, "照会のあった個人番号カードの申請は、私が行ったものです。", BODY)
    inscription = inscribe(canvas, 18, 76, who.application_id, look)
    encode(canvas, 190, 64, who.application_id, look.id_code)
    _person_rows(canvas, who, 84)
    canvas.text(18, 144, "署名", LABEL)
    write_by_hand(canvas, 42, 144, who.name, 15, "signature")
    canvas.line(36, 149, 110, 149)
    _seal(canvas, 120, 144, who)
    return inscription


def draw_receipt(canvas: Canvas, who: Applicant, look: Look) -> Inscription | None:
    """Draw the receipt for the card, signed and sealed at the counter."""
    canvas.text(105, 26, "個人番号カード受領書", TITLE, "title")
    canvas.text(18, 46, f"{CITY}長　あて", BODY)
    canvas.text(18, 60, "個人番号カードを確かに受け取りました。", Style(12))
    inscription = inscribe(canvas, 18, 84, who.application_id, look)
    encode(canvas, 190, 66, who.application_id, look.id_code)
    _person_rows(canvas, who, 94)
    canvas.text(18, 156, "受領日", LABEL)
    canvas.text(40, 155, "令和7年11月5日", Style(12), "received_on")
    canvas.text(18, 172, "受領者の署名", LABEL)
    write_by_hand(canvas, 52, 172, who.name, 15, "signature")
    canvas.line(46, 178, 120, 178)
    _seal(canvas, 130, 172, who)
    canvas.row(18, 196, "交付窓口", who.office, "office", 172)
    canvas.row(18, 207, "本人確認", "運転免許証　ほか", "identified_by", 172)
    return inscription


def draw_slip(canvas: Canvas, who: Applicant, look: Look) -> Inscription | None:
    """Draw a receipt on a postcard."""
    canvas.text(8, 8, "個人番号カード受領書", Style(17, Face.GOTHIC), "title")
    canvas.text(8, 24, f"氏名　{who.name}", Style(13), "name")
    canvas.text(8, 34, japanese_date(who.birth_date), Style(13), "birth")
    encode(canvas, 136, 24, who.application_id, look.id_code)
    return inscribe(canvas, 8, 80, who.application_id, look)


def _person_rows(canvas: Canvas, who: Applicant, y: float) -> None:
    rows = (
        ("フリガナ", who.kana, "kana"),
        ("氏　　名", who.name, "name"),
        ("生年月日", japanese_date(who.birth_date), "birth"),
        ("住　　所", who.address, "address"),
    )
    for at, (label, value, name) in enumerate(rows):
        canvas.row(18, y + 11 * at, label, value, name, 172)


def _seal(canvas: Canvas, x: float, y: float, who: Applicant) -> None:
    """Press a personal seal: the family name in a red ring."""
    left, top, size = canvas.px(x), canvas.px(y - 5), canvas.px(11)
    canvas.pen.ellipse(
        (left, top, left + size, top + size), outline=STAMP_RED, width=canvas.px(0.5)
    )
    for at, letter in enumerate(who.name[:2]):
        style = Style(11, Face.MINCHO, STAMP_RED, "mm", "stamp")
        canvas.text(x + 5.5, y - 1.6 + 4.2 * at, letter, style)
