"""Invented applicants of an invented city (見本市): names, dates, streets, all drawn by lot."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from hikae.samples import numbers
from ledger.ids import ApplicationId

CITY = "見本市"
_BLANK = "　"
_FAMILY = (
    ("青木", "アオキ"), ("石川", "イシカワ"), ("上田", "ウエダ"), ("大野", "オオノ"),
    ("小川", "オガワ"), ("河合", "カワイ"), ("木村", "キムラ"), ("近藤", "コンドウ"),
    ("坂本", "サカモト"), ("島田", "シマダ"), ("杉山", "スギヤマ"), ("高橋", "タカハシ"),
    ("田中", "タナカ"), ("千葉", "チバ"), ("土屋", "ツチヤ"), ("中村", "ナカムラ"),
    ("西川", "ニシカワ"), ("野口", "ノグチ"), ("橋本", "ハシモト"), ("平野", "ヒラノ"),
    ("藤井", "フジイ"), ("松本", "マツモト"), ("宮田", "ミヤタ"), ("森田", "モリタ"),
    ("山口", "ヤマグチ"), ("横山", "ヨコヤマ"), ("吉田", "ヨシダ"), ("渡部", "ワタベ"),
)  # fmt: skip
_GIVEN = (
    ("一郎", "イチロウ"), ("和子", "カズコ"), ("健太", "ケンタ"), ("幸子", "サチコ"),
    ("里美", "サトミ"), ("次郎", "ジロウ"), ("真一", "シンイチ"), ("大介", "ダイスケ"),
    ("千春", "チハル"), ("哲也", "テツヤ"), ("直樹", "ナオキ"), ("春子", "ハルコ"),
    ("弘", "ヒロシ"), ("文子", "フミコ"), ("正人", "マサト"), ("美咲", "ミサキ"),
    ("光男", "ミツオ"), ("明美", "アケミ"), ("由美", "ユミ"), ("陽子", "ヨウコ"),
    ("良平", "リョウヘイ"), ("花子", "ハナコ"), ("友子", "トモコ"), ("三郎", "サブロウ"),
)  # fmt: skip
_STREETS = ("松葉", "本町", "桜木", "東山", "川原", "若草", "白浜", "緑が丘")
_WARDS = ("北", "中", "東", "南")
_ERAS = (
    (date(2019, 5, 1), "令和", 2018),
    (date(1989, 1, 8), "平成", 1988),
    (date(1926, 12, 25), "昭和", 1925),
)


class Status(StrEnum):
    """How far an application is before the scan comes in; the words of the city's list."""

    AWAITING_SETUP = "交付前設定待ち"
    SET_UP = "交付前設定済"
    NOTICE_SENT = "通知書発送済"
    TRANSFERRED = "移送済"
    DELIVERED = "交付済"


@dataclass(frozen=True, slots=True)
class Applicant:
    """One application and whose it is; nobody of this name and date is meant."""

    application_id: ApplicationId
    name: str
    kana: str
    birth_date: date
    address: str
    office: str
    status: Status
    tracking_number: str
    notice_sent_on: date


def invent(rng: Random, status: Status = Status.TRANSFERRED) -> Applicant:
    """Draw an applicant by lot."""
    (family, family_kana), (given, given_kana) = rng.choice(_FAMILY), rng.choice(_GIVEN)
    ward = rng.choice(_WARDS)
    return Applicant(
        application_id=numbers.application_id(rng),
        name=family + _BLANK + given,
        kana=family_kana + _BLANK + given_kana,
        birth_date=date(1935, 1, 1) + timedelta(days=rng.randrange(75 * 365)),
        address=f"{CITY}{ward}区{rng.choice(_STREETS)}{rng.randint(1, 4)}丁目"
        f"{rng.randint(1, 29)}番{rng.randint(1, 30)}号",
        office=f"{ward}区役所市民保険年金課",
        status=status,
        tracking_number=numbers.tracking_number(rng),
        notice_sent_on=date(2025, 10, 1) + timedelta(days=rng.randrange(28)),
    )


def japanese_date(day: date) -> str:
    """Write a date as forms print it, by era (和暦): 昭和60年3月2日."""
    for begins, era, offset in _ERAS:
        if day >= begins:
            year = day.year - offset
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("the samples know no era before Shōwa")
