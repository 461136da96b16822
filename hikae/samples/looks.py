"""The choices an office makes for a paper, and what happened to the paper since."""

from dataclasses import dataclass
from enum import StrEnum

from ledger.ids import ApplicationId


class Kind(StrEnum):
    """The papers that can be drawn; the words are those of truth.json."""

    APPLICATION = "application"  # 交付申請書
    NOTICE = "notice"  # 交付通知書 兼 照会書
    REPLY = "reply"  # 回答書
    RECEIPT = "receipt"  # 受領書
    ENVELOPE = "envelope"  # 返戻封筒
    PROXY = "proxy"  # 委任状
    ID_COPY = "idcopy"  # 本人確認書類の写し
    CARD_BACK = "card_back"  # the same, of the side that carries the personal number
    SLIP = "slip"  # a receipt on a postcard: little to read, so quick to read
    SEPARATOR = "separator"
    COVER = "cover"
    BLANK = "blank"


class IdPrint(StrEnum):
    """How the application ID is printed."""

    GROUPED = "grp4"  # 4-4-4-4-4-3 with blanks
    HYPHENS = "hyphen"
    UNBROKEN = "plain"
    BOXES = "boxes"  # one digit a box
    ABSENT = "absent"


class IdCode(StrEnum):
    """Which code carries the application ID."""

    NONE = "none"
    QR_URL = "qr_url"  # as on application forms: in a web address
    QR = "qr"
    CODE128 = "code128"


class Damage(StrEnum):
    """What happened to the printed ID."""

    NONE = "none"
    STAMP = "stamp"  # a red stamp over the last digits
    CORRECTED = "corrected"  # struck out, another number written above by hand
    BLOT = "blot"  # nobody can read it any more


@dataclass(frozen=True, slots=True)
class Look:
    """How one paper shows its ID. `misprint` is the number that a correction struck out."""

    id_print: IdPrint = IdPrint.GROUPED
    id_code: IdCode = IdCode.NONE
    damage: Damage = Damage.NONE
    misprint: ApplicationId | None = None

    def __post_init__(self) -> None:
        if self.damage is Damage.CORRECTED and self.misprint is None:
            raise ValueError("a correction needs the number that was struck out")


PLAIN = Look()
