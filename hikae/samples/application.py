"""The application form (交付申請書): filled by print, signed by hand, with a photo."""

from hikae.samples.canvas import BODY, LABEL, TITLE, Canvas, Style
from hikae.samples.handwriting import write_by_hand
from hikae.samples.inscription import Inscription, encode, inscribe
from hikae.samples.lettering import Face
from hikae.samples.looks import Look
from hikae.samples.people import CITY, Applicant, japanese_date

_CHOICES = (
    "署名用電子証明書の発行を希望しません",
    "利用者証明用電子証明書の発行を希望しません",
    "氏名の点字表記を希望します",
)


def draw_application(canvas: Canvas, who: Applicant, look: Look) -> Inscription | None:
    """Draw the form."""
    canvas.text(86, 20, "個人番号カード交付申請書", TITLE, "title")
    canvas.text(86, 29, "（兼 電子証明書発行申請書）", Style(11, Face.GOTHIC, anchor="ma"))
    canvas.text(18, 44, f"{CITY}長　あて", BODY)
    encode(canvas, 190, 18, who.application_id, look.id_code)
    inscription = inscribe(canvas, 18, 66, who.application_id, look)
    rows = (
        ("フリガナ", who.kana, "kana"),
        ("氏　　名", who.name, "name"),
        ("生年月日", japanese_date(who.birth_date), "birth"),
        ("住　　所", who.address, "address"),
        ("電話番号", "0000-00-0000", "telephone"),
    )
    for at, (label, value, name) in enumerate(rows):
        canvas.row(18, 76 + 11 * at, label, value, name, 130)
    _photo(canvas, 155, 76)
    _choices(canvas, 145)
    canvas.text(18, 184, "上記のとおり個人番号カードの交付を申請します。", BODY)
    canvas.text(18, 197, "申請日　令和7年9月12日", BODY)
    canvas.text(100, 197, "申請者の署名", LABEL)
    write_by_hand(canvas, 134, 198, who.name, 15, "signature")
    canvas.line(130, 203, 190, 203)
    _guardian(canvas, 214)
    return inscription


def _photo(canvas: Canvas, x: float, y: float) -> None:
    """Draw a frame of 35 by 45 mm with a head that is nobody's."""
    canvas.frame(x, y, 35, 45, "#d8dde2")
    px, grey = canvas.px, "#7d858c"
    canvas.pen.ellipse((px(x + 10), px(y + 8), px(x + 25), px(y + 27)), grey)
    canvas.pen.pieslice((px(x + 3), px(y + 27), px(x + 32), px(y + 62)), 180, 360, grey)
    canvas.text(x + 17.5, y + 47, "顔写真", Style(8, Face.GOTHIC, anchor="ma"))


def _choices(canvas: Canvas, y: float) -> None:
    canvas.text(18, y, "次のうち希望するものに印を付けてください。", LABEL)
    for at, choice in enumerate(_CHOICES):
        canvas.frame(22, y + 8 + 8 * at, 4, 4)
        canvas.text(29, y + 7.6 + 8 * at, choice, BODY)


def _guardian(canvas: Canvas, y: float) -> None:
    canvas.frame(18, y, 172, 40)
    canvas.text(21, y + 3, "代理人記入欄（本人が署名できないときに限ります）", LABEL)
    for at, label in enumerate(("代理人の氏名", "代理人の住所", "本人との関係")):
        canvas.text(24, y + 12 + 9 * at, label, BODY)
        canvas.line(58, y + 17 + 9 * at, 184, y + 17 + 9 * at)
    canvas.text(
        18, y + 48, "この用紙は見本です。実在の様式とは関係ありません。", Style(8, Face.GOTHIC)
    )
