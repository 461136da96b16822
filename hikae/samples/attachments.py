"""Papers handed in with a form: power of attorney (委任状), copies of identity documents."""

from hikae.samples.canvas import BODY, LABEL, TITLE, Canvas, Style
from hikae.samples.handwriting import write_by_hand
from hikae.samples.inscription import Inscription
from hikae.samples.lettering import Face
from hikae.samples.looks import Look
from hikae.samples.numbers import SAMPLE_MY_NUMBER
from hikae.samples.people import CITY, Applicant, japanese_date

_SMALL = Style(9.5, Face.GOTHIC)


def draw_proxy(canvas: Canvas, who: Applicant, _look: Look) -> Inscription | None:
    """Draw the power of attorney; it carries no application ID."""
    canvas.text(105, 26, "委任状", TITLE, "title")
    canvas.text(18, 46, f"{CITY}長　あて", BODY)
    canvas.text(18, 60, "私は、次の者を代理人と定め、個人番号カードの受領を委任します。", BODY)
    lines = (
        (78, "代理人の住所", who.address),
        (92, "代理人の氏名", who.name[: who.name.index("　")] + "　太一"),
        (124, "委任者の住所", who.address),
        (138, "委任者の氏名", who.name),
        (152, "委任者の生年月日", japanese_date(who.birth_date)),
    )
    for y, label, value in lines:
        canvas.text(22, y, label, LABEL)
        write_by_hand(canvas, 64, y + 1.5, value, 13)
        canvas.line(62, y + 6, 184, y + 6)
    canvas.text(18, 172, "令和7年10月30日", BODY)
    return None


def draw_id_copy(canvas: Canvas, who: Applicant, _look: Look) -> Inscription | None:
    """Draw the copy of a driving licence of no real layout, a third down the page."""
    canvas.text(105, 26, "本人確認書類の写し", TITLE, "title")
    _card(canvas)
    canvas.text(66, 88, "運転免許証", Style(13, Face.GOTHIC))
    for at, (label, value) in enumerate(
        (
            ("氏名", who.name),
            ("生年月日", japanese_date(who.birth_date)),
            ("住所", who.address[:12]),
            ("番号", f"見本{who.tracking_number[:4]}号"),
        )
    ):
        canvas.text(66, 98 + 7 * at, label, _SMALL)
        canvas.text(84, 98 + 7 * at, value, _SMALL)
    canvas.frame(122, 96, 20, 26, "#c9cdd2")
    _checked(canvas)
    return None


def draw_card_back(canvas: Canvas, who: Applicant, _look: Look) -> Inscription | None:
    """Draw the copy of a card's back, with the personal number of the leaflets."""
    canvas.text(105, 26, "本人確認書類の写し", TITLE, "title")
    _card(canvas)
    number = SAMPLE_MY_NUMBER
    canvas.text(66, 90, "個人番号", _SMALL)
    canvas.text(
        88, 88, f"{number[:4]} {number[4:8]} {number[8:]}", Style(14, Face.GOTHIC), "my_number"
    )
    canvas.text(66, 102, "氏名", _SMALL)
    canvas.text(88, 101, who.name, Style(12))
    canvas.text(66, 112, japanese_date(who.birth_date) + "生", _SMALL)
    _checked(canvas)
    return None


def _card(canvas: Canvas) -> None:
    canvas.frame(62, 84, 85.6, 54, "#f1f1ee")


def _checked(canvas: Canvas) -> None:
    canvas.text(120, 250, "窓口で原本を確認しました", LABEL)
