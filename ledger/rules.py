"""Which event moves an entry where, and what a filed form means. Pure: no clock, no database.

Card and notice travel at the same time, so each event names what it asks of the stage and of the
mail state, and what it makes of them. `None` as target: stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from ledger.events import Differs, EventKind
from ledger.forms import FormKind
from ledger.states import MailState, Stage, State


class RefusedWhy(StrEnum):
    """Why an event cannot be written now."""

    ALREADY = "already"  # it has happened; nothing to do
    TOO_EARLY = "too_early"  # the steps that come before it are not on record
    TOO_LATE = "too_late"  # the entry is past the point where this can happen
    NO_MOVE = "no_move"  # this kind of event is not recorded by hand


@dataclass(frozen=True, slots=True)
class Refused:
    """The event cannot be written, and why."""

    why: RefusedWhy


class Action(StrEnum):
    """What the filing of a form may do by itself."""

    ADVANCE = "advance"  # the entry moves, the sheet is the evidence
    PROPOSE = "propose"  # the move waits for a person
    ATTACH = "attach"  # the ledger must say so already; if not, a person looks


@dataclass(frozen=True, slots=True)
class Policy:
    """What the office decided for each form. A form that it does not name advances.

    Forms that prove nothing about the stage are attached and move nothing, whatever stands here.
    """

    actions: Mapping[FormKind, Action] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_mapping(cls, words: Mapping[str, object]) -> Self:
        """Read the words of a settings file.

        Raises:
            ValueError: a form or an action has another name.
        """
        return cls({FormKind(form): Action(str(action)) for form, action in words.items()})

    def action(self, form: FormKind) -> Action:
        """Give what the filing of this form may do."""
        return self.actions.get(form, Action.ADVANCE)


@dataclass(frozen=True, slots=True)
class Move:
    """The filing is this event, and the entry is then so."""

    kind: EventKind
    to: State


@dataclass(frozen=True, slots=True)
class Attach:
    """The filing moves nothing, and nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Propose:
    """The filing speaks for this event; a person confirms."""

    kind: EventKind


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """The filing speaks for this event, the ledger against it; a person looks."""

    kind: EventKind
    why: Differs


@dataclass(frozen=True, slots=True)
class _Rule:
    stages: frozenset[Stage]
    mails: frozenset[MailState]
    to: Stage | None = None
    mail: MailState | None = None


def judge(state: State, kind: EventKind) -> State | Refused:
    """Say where an event leads, or why it cannot be written."""
    rules = _MOVES.get(kind)
    if rules is None:
        return Refused(RefusedWhy.NO_MOVE)
    for rule in rules:
        if state.stage in rule.stages and state.mail in rule.mails:
            return State(rule.to or state.stage, rule.mail or state.mail)
    return Refused(_why_not(state, kind))


def what_a_filing_means(
    form: FormKind, policy: Policy, state: State
) -> Move | Attach | Propose | Discrepancy:
    """Say what a filed form does to its entry. The document itself is attached in any case."""
    kind = _MEANS.get(form)
    if kind is None:
        return Attach()
    to = judge(state, kind)
    if isinstance(to, Refused):
        differs = _DIFFERS.get(to.why)
        return Discrepancy(kind, differs) if differs else Attach()
    match policy.action(form):
        case Action.ATTACH:
            return Discrepancy(kind, Differs.NOT_RECORDED)
        case Action.PROPOSE:
            return Propose(kind)
        case Action.ADVANCE:
            # One notice came back before, another was sent: the sheet does not say which it is.
            unclear = kind is EventKind.NOTICE_RETURNED and state.mail is MailState.RESENT
            return Propose(kind) if unclear else Move(kind, to)


def is_move(kind: EventKind) -> bool:
    """Can a person record this event?"""
    return kind in _MOVES


def _why_not(state: State, kind: EventKind) -> RefusedWhy:
    if kind in (EventKind.NOTICE_RETURNED, EventKind.NOTICE_RESENT):
        if kind is EventKind.NOTICE_RETURNED and state.mail is MailState.RETURNED:
            return RefusedWhy.ALREADY
        delivered = state.stage.rank >= Stage.DELIVERED.rank
        return RefusedWhy.TOO_LATE if delivered else RefusedWhy.TOO_EARLY
    target = _TARGETS[kind]
    return RefusedWhy.ALREADY if state.stage.rank >= target.rank else RefusedWhy.TOO_EARLY


_ANY_MAIL = frozenset(MailState)
_UNDER_WAY = frozenset({Stage.NOTICE_DISPATCHED, Stage.AT_OFFICE})
_SENT = _ANY_MAIL - {MailState.NONE}


def _from(*stages: Stage, to: Stage) -> tuple[_Rule, ...]:
    return (_Rule(frozenset(stages), _ANY_MAIL, to=to),)


# The one table of allowed moves.
_MOVES: Mapping[EventKind, tuple[_Rule, ...]] = {
    EventKind.APPLICATION_RECEIVED: (),  # opens an entry; an entry that is there has it behind it
    EventKind.CARD_RECEIVED: _from(Stage.APPLICATION_RECEIVED, to=Stage.CARD_RECEIVED),
    EventKind.PRECONFIGURED: _from(Stage.CARD_RECEIVED, to=Stage.PRECONFIGURED),
    EventKind.NOTICE_DISPATCHED: (
        _Rule(
            frozenset({Stage.PRECONFIGURED}),
            _ANY_MAIL,
            to=Stage.NOTICE_DISPATCHED,
            mail=MailState.DISPATCHED,
        ),
        # The card was at the office before its notice left.
        _Rule(frozenset({Stage.AT_OFFICE}), frozenset({MailState.NONE}), mail=MailState.DISPATCHED),
    ),
    EventKind.TRANSFERRED: _from(Stage.PRECONFIGURED, Stage.NOTICE_DISPATCHED, to=Stage.AT_OFFICE),
    EventKind.DELIVERED: _from(Stage.NOTICE_DISPATCHED, Stage.AT_OFFICE, to=Stage.DELIVERED),
    EventKind.DOCUMENTS_ARCHIVED: _from(Stage.DELIVERED, to=Stage.DOCUMENTS_ARCHIVED),
    EventKind.NOTICE_RETURNED: (
        _Rule(_UNDER_WAY, _SENT - {MailState.RETURNED}, mail=MailState.RETURNED),
    ),
    EventKind.NOTICE_RESENT: (_Rule(_UNDER_WAY, _SENT, mail=MailState.RESENT),),
}

# Reached once, for ever: asked again, the answer is "already".
_TARGETS: Mapping[EventKind, Stage] = {
    EventKind.APPLICATION_RECEIVED: Stage.APPLICATION_RECEIVED,
    EventKind.CARD_RECEIVED: Stage.CARD_RECEIVED,
    EventKind.PRECONFIGURED: Stage.PRECONFIGURED,
    EventKind.NOTICE_DISPATCHED: Stage.NOTICE_DISPATCHED,
    EventKind.TRANSFERRED: Stage.AT_OFFICE,
    EventKind.DELIVERED: Stage.DELIVERED,
    EventKind.DOCUMENTS_ARCHIVED: Stage.DOCUMENTS_ARCHIVED,
}

# What a form proves when it comes back. Forms that are not here prove nothing about the stage.
_MEANS: Mapping[FormKind, EventKind] = {
    FormKind.APPLICATION_FORM: EventKind.APPLICATION_RECEIVED,
    FormKind.REPLY_FORM: EventKind.DELIVERED,
    FormKind.RECEIPT: EventKind.DELIVERED,
    FormKind.RETURNED_MAIL: EventKind.NOTICE_RETURNED,
}

_DIFFERS: Mapping[RefusedWhy, Differs] = {
    RefusedWhy.TOO_EARLY: Differs.TOO_EARLY,
    RefusedWhy.TOO_LATE: Differs.TOO_LATE,
}
