"""An invented city's ledger, full of people who are easily mistaken for one another.

Households apply together: their numbers stand side by side where numbers are issued in order, their
family name is one; some have twins, or a father and a son called 正 and 正男. Strewn over the city
are namesakes, and people who applied a second time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from random import Random

from hikae.samples import numbers
from ledger.evidence import Person
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId

_BLANK = "　"
_BLOCK = 400  # numbers issued to one office at a time
_FAMILIES = (
    "森 モリ 林 ハヤシ 加藤 カトウ 佐藤 サトウ 伊藤 イトウ 斉藤 サイトウ 齋藤 サイトウ "
    "渡辺 ワタナベ 渡邉 ワタナベ 髙橋 タカハシ 佐々木 ササキ 三宅 ミヤケ"
)
_FAMILY_BEGINS = (
    "大 オオ 小 コ 中 ナカ 西 ニシ 高 タカ 松 マツ 石 イシ 藤 フジ 吉 ヨシ 岡 オカ 山 ヤマ"
)
_FAMILY_ENDS = "森 モリ 林 バヤシ 田 タ 川 カワ 村 ムラ 本 モト 崎 サキ 井 イ"
_GIVENS = (
    "正 タダシ 健 ケン 恵 メグミ 洋 ヒロシ 浩 ヒロシ 翔 ショウ 実 ミノル 隆 タカシ 隆志 タカシ "
    "誠 マコト 蓮 レン 明 アキラ 明美 アケミ 由美 ユミ 由美子 ユミコ 翔太 ショウタ "
    "美咲 ミサキ 美里 ミサト 実里 ミノリ"
)
_GIVEN_BEGINS = "健 ケン 浩 コウ 真 シン 正 マサ 和 カズ 直 ナオ 大 ダイ 信 ノブ"
_GIVEN_ENDS = "一 イチ 二 ジ 太 タ 人 ト 也 ヤ 介 スケ 男 オ 樹 キ"
_HER_BEGINS = "恵 エ 幸 サチ 千 チ 文 フミ 佳 ヨシ 結 ユイ"
_HER_ENDS = "子 コ 香 カ 奈 ナ 美 ミ 代 ヨ 衣 エ"
_ALIKE = (  # given names of twins, and of fathers and sons
    *(("健一", "健二"), ("恵子", "恵美"), ("千代", "千奈"), ("大介", "大樹"), ("浩一", "浩二")),
    *(("正", "正男"), ("由美", "由美子"), ("健", "健太"), ("翔", "翔太"), ("実", "実里")),
)
_HOUSEHOLDS = {1: 45, 2: 25, 3: 20, 4: 10}  # members, and how often
_TWINS, _NAMESAKE, _AGAIN = 0.15, 0.04, 0.01


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


def _joined(begins: str, ends: str) -> tuple[tuple[str, str], ...]:
    parts = product(_pairs(begins), _pairs(ends))
    return tuple((one[0] + other[0], one[1] + other[1]) for one, other in parts)


FAMILIES = tuple(dict.fromkeys((*_pairs(_FAMILIES), *_joined(_FAMILY_BEGINS, _FAMILY_ENDS))))
GIVENS = tuple(
    dict.fromkeys(
        (*_pairs(_GIVENS), *_joined(_GIVEN_BEGINS, _GIVEN_ENDS), *_joined(_HER_BEGINS, _HER_ENDS))
    )
)
_KANA = dict(GIVENS)


class Order(StrEnum):
    """In which order the numbers of a ledger were issued."""

    RANDOM = "random"
    SERIAL = "serial"
    BLOCKWISE = "blockwise"


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody in the ledger, in the order of their numbers, and who belongs to whom."""

    order: Order
    people: tuple[Person, ...]
    by_id: dict[ApplicationId, Person]
    households: dict[ApplicationId, tuple[Person, ...]]  # the others of a person's household
    namesakes: dict[str, tuple[Person, ...]] = field(repr=False)  # by name, if there are several

    @classmethod
    def build(cls, order: Order, size: int, rng: Random) -> "Town":
        """Settle so many people; the same lots give the same town."""
        homes = _homes(size, rng)
        ids = iter(_ids(order, size, rng))
        settled = [tuple(_with(next(ids), one) for one in home) for home in homes]
        people = tuple(sorted((one for home in settled for one in home), key=_number))
        households = {
            one.application_id: tuple(other for other in home if other is not one)
            for home in settled
            for one in home
        }
        named: dict[str, list[Person]] = {}
        for one in people:
            named.setdefault(one.name, []).append(one)
        namesakes = {name: tuple(several) for name, several in named.items() if len(several) > 1}
        by_id = {one.application_id: one for one in people}
        return cls(order, people, by_id, households, namesakes)

    def stranger(self, rng: Random) -> Person:
        """Draw anybody."""
        return self.people[int(rng.random() * len(self.people))]

    def newcomer(self, beside: Person, rng: Random) -> Person:
        """Invent somebody whom the ledger does not know, a few digits from somebody it knows."""
        while True:
            number = numbers.neighbour(beside.application_id, rng.choice((1, 1, 2, 3)), rng)
            if number not in self.by_id:
                return _with(number, _perhaps_alike(beside, rng))


def _homes(size: int, rng: Random) -> list[tuple[Person, ...]]:
    homes: list[tuple[Person, ...]] = []
    settled = 0
    while settled < size:
        wanted = rng.choices(list(_HOUSEHOLDS), list(_HOUSEHOLDS.values()))[0]
        home = tuple(_household(min(wanted, size - settled), homes, rng))
        homes.append(home)
        settled += len(home)
    return homes


def _household(members: int, homes: list[tuple[Person, ...]], rng: Random) -> Iterator[Person]:
    family = rng.choice(FAMILIES)
    if members >= 2 and rng.random() < _TWINS:
        one, other = rng.choice(_ALIKE)
        first = _invent(family, rng, one)
        second = _invent(family, rng, other)
        yield first
        yield _like(second, second.name, second.kana, first.birth_date)
        members -= 2
    for _ in range(members):
        drawn, lot = _invent(family, rng), rng.random()
        if homes and lot < _NAMESAKE + _AGAIN:
            like = rng.choice(rng.choice(homes))
            birth = like.birth_date if lot < _AGAIN else drawn.birth_date
            drawn = _like(drawn, like.name, like.kana, birth)
        yield drawn


def _perhaps_alike(other: Person, rng: Random) -> Person:
    """Invent somebody, at times a relative born on the same day, or a namesake."""
    lot = rng.random()
    if lot < 0.25:
        family, family_kana = other.name.split()[0], other.kana.split()[0]
        one = _invent((family, family_kana), rng)
        return one if one.name == other.name else _like(one, one.name, one.kana, other.birth_date)
    one = _invent(rng.choice(FAMILIES), rng)
    return one if lot < 0.75 else _like(one, other.name, other.kana, one.birth_date)


def _invent(family: tuple[str, str], rng: Random, given: str | None = None) -> Person:
    given = given or rng.choice(GIVENS)[0]
    return Person(
        ApplicationId("0" * APPLICATION_ID_LENGTH),
        family[0] + _BLANK + given,
        family[1] + _BLANK + _KANA[given],
        date(1935, 1, 1) + timedelta(days=rng.randrange(75 * 365)),
        numbers.tracking_number(rng),
    )


def _like(one: Person, name: str, kana: str, birth_date: date | None) -> Person:
    return Person(one.application_id, name, kana, birth_date, one.tracking_number)


def _with(application_id: ApplicationId, one: Person) -> Person:
    return Person(application_id, one.name, one.kana, one.birth_date, one.tracking_number)


def _number(one: Person) -> str:
    return one.application_id.digits


def _ids(order: Order, size: int, rng: Random) -> list[ApplicationId]:
    least, end = 10 ** (APPLICATION_ID_LENGTH - 1), 10**APPLICATION_ID_LENGTH
    match order:
        case Order.RANDOM:
            found = [rng.randrange(end) for _ in range(size)]
        case Order.SERIAL:
            start = rng.randrange(least, end - size)
            found = list(range(start, start + size))
        case Order.BLOCKWISE:
            front, behind = rng.randrange(10**9, 10**10), 10**13
            starts = [
                front * behind + rng.randrange(behind - _BLOCK) for _ in range(0, size, _BLOCK)
            ]
            found = [start + at for start in starts for at in range(_BLOCK)][:size]
    return [ApplicationId(str(number).zfill(APPLICATION_ID_LENGTH)) for number in found]
