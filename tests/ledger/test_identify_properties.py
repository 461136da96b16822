"""Whatever else stands on a paper: more that disagrees never makes it more certain."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import (
    Candidate,
    DocumentFacts,
    Doubtful,
    Identified,
    Known,
    Line,
    Person,
    Witness,
)
from ledger.forms import FormKind
from ledger.identify import identify
from ledger.ids import ApplicationId
from ledger.labelled import perhaps_names
from ledger.names import fold_name
from ledger.speaking import speaking

OWNER = Person(
    ApplicationId("57544551344199156220273"),
    "佐藤　健一",
    "サトウ　ケンイチ",
    date(1988, 8, 3),
    "11223344556",
)
_BIRTHS = (date(1988, 8, 3), date(1988, 8, 8), date(1961, 3, 9), date(2001, 12, 1))
_NAMES = (
    ("佐藤　健一", "サトウ　ケンイチ"),
    ("佐藤　健二", "サトウ　ケンジ"),
    ("佐藤　健", "サトウ　ケン"),
    ("岡田　恵", "オカダ　メグミ"),
    ("加佐藤　健一", "カサトウ　ケンイチ"),
)
# People of the ledger whose numbers are like nobody's here: they are only ever named.
FAR_AWAY = tuple(
    Person(ApplicationId(str(at) * 23), name, kana, born, f"9988776655{at}")
    for at, (name, kana, born) in enumerate(
        (
            ("岡田　恵", "オカダ　メグミ", date(1961, 3, 9)),
            ("石井　翔太", "イシイ　ショウタ", date(1988, 8, 3)),
            ("佐藤　健一", "サトウ　ケンイチ", date(1944, 5, 6)),
        ),
        start=3,
    )
)
_READERS = ("tesseract-page", "tesseract-row", "ppocr")
FORM = "receipt.toml"
OPENING = frozenset({FORM})
_NOBODY = ApplicationId("9" * 23)
TODAY = date(2026, 11, 28)
_DAYS = (date(2026, 11, 29), TODAY, date(2026, 10, 1), date(2026, 9, 30), date(2015, 1, 1))
days = st.sampled_from(_DAYS)
PAGES = st.sampled_from([1, 2])
_BEHIND = (FormKind.RECEIPT, FormKind.IDENTITY_DOCUMENT_COPY, FormKind.POWER_OF_ATTORNEY)


def judged(
    document: DocumentFacts, ledger: Known, opening: Collection[str] = ()
) -> Identified | Doubtful:
    """Judge it as the ledger answers: with whoever is named on it, in the ledger or far away."""
    names = {fold_name(name) for name in perhaps_names(speaking(document.lines))}
    everybody = (*ledger.people.values(), *FAR_AWAY)
    named = tuple(one for one in everybody if one.name and fold_name(one.name) in names)
    return identify(document, replace(ledger, named=named), TODAY, opening)


@st.composite
def neighbours(draw: st.DrawFn) -> Person:
    """Somebody within two digits or twenty numbers, perhaps a twin or a namesake."""
    digits = list(OWNER.application_id.digits)
    for place in draw(st.lists(st.integers(0, 22), min_size=1, max_size=2, unique=True)):
        digits[place] = draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    beside = int(OWNER.application_id.digits) + draw(st.integers(-20, 20).filter(bool))
    number = ApplicationId(draw(st.sampled_from(["".join(digits), str(beside)])))
    name, kana = draw(st.sampled_from(_NAMES))
    tracking = draw(st.text("0123456789", min_size=11, max_size=11))
    born, sent = draw(st.sampled_from(_BIRTHS)), draw(st.none() | days)
    return Person(number, name, kana, born, tracking, notice_sent_on=sent)


def rows_of(person: Person) -> tuple[str, ...]:
    """What a form says of this person, if all of it is read."""
    assert person.birth_date is not None
    name, born = person.name.replace("　", " "), person.birth_date
    return (
        f"氏名 {name}",
        f"フリガナ {person.kana.replace('　', ' ')}",
        f"生年月日 {born.year}年{born.month}月{born.day}日",
        f"引受番号 {person.tracking_number}",
        f"{name} 様",
    )


def ledger(*people: Person) -> Known:
    """Everybody is in the ledger, and near to everybody else."""
    by_id = {person.application_id: person for person in people}
    ids = {*by_id, _NOBODY}
    return Known(by_id, {one: tuple(p for i, p in by_id.items() if i != one) for one in ids})


def facts(candidates: Iterable[Candidate], lines: Iterable[Line]) -> DocumentFacts:
    ordered = tuple(sorted(lines, key=lambda line: line.page))
    return DocumentFacts(FormKind.RECEIPT, tuple(candidates), ordered, form_file=FORM)


def prints(of: ApplicationId) -> st.SearchStrategy[Candidate]:
    readers = st.sampled_from(_READERS)
    return st.builds(Candidate, st.just(of), st.just(Witness.PRINT), readers, PAGES)


def codes(of: ApplicationId) -> st.SearchStrategy[Candidate]:
    readers = st.sampled_from(["zxing", "cover-sheet"])
    return st.builds(Candidate, st.just(of), st.just(Witness.CODE), readers, PAGES)


def any_candidates(*ids: ApplicationId) -> st.SearchStrategy[list[Candidate]]:
    return st.lists(st.one_of(*(make(one) for one in ids for make in (prints, codes))), max_size=5)


@st.composite
def some_of(draw: st.DrawFn, rows: Iterable[str]) -> list[Line]:
    """Lay rows on two pages, of which the second is of any form."""
    behind = draw(st.sampled_from(_BEHIND))
    texts = draw(st.lists(st.sampled_from(list(rows)), unique=True))
    pages = [draw(PAGES) for _ in texts]
    return [_laid(text, page, behind) for text, page in zip(texts, pages, strict=True)]


def _laid(text: str, page: int, behind: FormKind) -> Line:
    return Line(page, text, FormKind.RECEIPT if page == 1 else behind)


@st.composite
def papers_and_a_disagreement(
    draw: st.DrawFn,
) -> tuple[DocumentFacts, DocumentFacts, Known]:
    """A paper on which the owner's number was read, and the same with one thing against it."""
    other = draw(neighbours())
    known = ledger(replace(OWNER, notice_sent_on=draw(st.none() | days)), other)
    return *draw(papers_with_one_thing_more(other)), known


@st.composite
def papers_with_one_thing_more(
    draw: st.DrawFn, other: Person
) -> tuple[DocumentFacts, DocumentFacts]:
    """The same, given whose number or field is against it."""
    ids = OWNER.application_id, other.application_id, _NOBODY
    candidates = [draw(prints(ids[0])), *draw(any_candidates(*ids))]
    rows = draw(some_of(rows_of(OWNER)))
    foreign = {row for one in (other, *FAR_AWAY) for row in rows_of(one)} - set(rows_of(OWNER))
    against: Candidate | Line | date = draw(
        st.one_of(
            days,
            prints(other.application_id),
            codes(other.application_id),
            st.builds(_laid, st.sampled_from(sorted(foreign)), PAGES, st.sampled_from(_BEHIND)),
        )
    )
    before = replace(
        facts(candidates, rows),
        dates=tuple(draw(st.lists(days, max_size=2))),
        not_before_notice=draw(st.booleans()),
    )
    return before, _with(before, against)


def _with(paper: DocumentFacts, against: Candidate | Line | date) -> DocumentFacts:
    match against:
        case Candidate():
            return replace(paper, candidates=(*paper.candidates, against))
        case date():
            return replace(paper, dates=(*paper.dates, against))
        case Line():
            forms = {line.page: line.form for line in paper.lines}
            line = replace(against, form=forms.get(against.page, against.form))
            return replace(paper, lines=facts((), (*paper.lines, line)).lines)


@given(papers_and_a_disagreement())
def test_one_more_witness_that_disagrees_never_turns_doubt_into_acceptance(
    drawn: tuple[DocumentFacts, DocumentFacts, Known],
) -> None:
    before, after, known = drawn
    for opening in (frozenset[str](), OPENING):
        if isinstance(judged(before, known, opening), Doubtful):
            assert isinstance(judged(after, known, opening), Doubtful)


@given(neighbours(), st.sampled_from(["unknown", "bare"]), st.data())
def test_nor_where_the_ledger_cannot_say_whose_the_number_is(
    other: Person, owner: str, data: st.DataObject
) -> None:
    bare = Person(OWNER.application_id, "", "", None)
    known = ledger(*((other, bare) if owner == "bare" else (other,)))
    known.near.setdefault(OWNER.application_id, (other,))
    before, after = data.draw(papers_with_one_thing_more(other))
    if _named(judged(before, known, OPENING)) != OWNER.application_id:
        assert _named(judged(after, known, OPENING)) != OWNER.application_id


@given(neighbours(), st.data())
def test_an_entry_is_opened_only_for_the_one_id_that_code_and_print_carry(
    other: Person, data: st.DataObject
) -> None:
    ids = OWNER.application_id, other.application_id, _NOBODY
    candidates = data.draw(any_candidates(*ids))
    known = ledger(data.draw(st.sampled_from([OWNER, other])))
    answer = judged(facts(candidates, data.draw(some_of(rows_of(OWNER)))), known, OPENING)
    if isinstance(answer, Identified) and answer.proof.opens_entry:
        assert {one.application_id for one in candidates} == {answer.application_id}
        assert {one.witness for one in candidates} == {Witness.CODE, Witness.PRINT}
        assert answer.application_id not in known.people


@given(neighbours(), some_of(rows_of(OWNER)), st.integers(1, 3))
def test_a_neighbours_number_on_the_owners_paper_is_never_accepted(
    other: Person, rows: list[Line], readers: int
) -> None:
    swapped = [
        Candidate(other.application_id, Witness.PRINT, reader, 1) for reader in _READERS[:readers]
    ]
    assert isinstance(judged(facts(swapped, rows), ledger(OWNER, other)), Doubtful)


@given(neighbours(), st.data())
def test_who_is_named_was_read_by_somebody(other: Person, data: st.DataObject) -> None:
    third = replace(other, application_id=ApplicationId("1" * 23))
    everybody = (OWNER, other, third)
    ids = (*(person.application_id for person in everybody), _NOBODY)
    candidates = data.draw(any_candidates(*ids[:2], _NOBODY))
    rows = data.draw(some_of(sorted({row for person in everybody for row in rows_of(person)})))
    answer = judged(facts(candidates, rows), ledger(*everybody))
    read = {one.application_id for one in candidates}
    if isinstance(answer, Identified):
        assert answer.application_id in read
    else:
        assert set(answer.candidates) <= read


@given(neighbours(), st.data())
def test_in_which_order_the_readers_answer_does_not_matter(
    other: Person, data: st.DataObject
) -> None:
    ids = OWNER.application_id, other.application_id, _NOBODY
    candidates = data.draw(any_candidates(*ids))
    rows = data.draw(some_of(sorted({*rows_of(OWNER), *rows_of(other)})))
    known = ledger(OWNER, other)
    one = judged(facts(candidates, rows), known)
    again = judged(facts(data.draw(st.permutations(candidates)), rows), known)
    assert _named(one) == _named(again)


def _named(answer: Identified | Doubtful) -> ApplicationId | None:
    return answer.application_id if isinstance(answer, Identified) else None
