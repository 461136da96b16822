"""Given a state and an event, or a form and a policy: what happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.events import Differs, EventKind
from ledger.forms import FormKind
from ledger.rules import (
    Action,
    Attach,
    Discrepancy,
    Move,
    Policy,
    Propose,
    Refused,
    RefusedWhy,
    is_move,
    judge,
    what_a_filing_means,
)
from ledger.states import MailState, Stage, State

AT_OFFICE = State(Stage.AT_OFFICE, MailState.DISPATCHED)
NOTIFIED = State(Stage.NOTICE_DISPATCHED, MailState.DISPATCHED)
DELIVERED = State(Stage.DELIVERED, MailState.DISPATCHED)

states = st.builds(State, st.sampled_from(Stage), st.sampled_from(MailState))
kinds = st.sampled_from(EventKind)
forms = st.sampled_from(FormKind)
policies = st.builds(Policy, st.dictionaries(forms, st.sampled_from(Action)))


class TestTheUsualWay:
    def test_a_card_goes_from_the_box_to_the_resident(self) -> None:
        state = State(Stage.APPLICATION_RECEIVED)
        for kind in (
            EventKind.CARD_RECEIVED,
            EventKind.PRECONFIGURED,
            EventKind.NOTICE_DISPATCHED,
            EventKind.TRANSFERRED,
            EventKind.DELIVERED,
            EventKind.DOCUMENTS_ARCHIVED,
        ):
            to = judge(state, kind)
            assert isinstance(to, State)
            state = to
        assert state == State(Stage.DOCUMENTS_ARCHIVED, MailState.DISPATCHED)

    def test_a_transfer_nobody_recorded_does_not_stop_a_delivery(self) -> None:
        assert judge(NOTIFIED, EventKind.DELIVERED) == DELIVERED

    def test_a_card_may_reach_the_office_before_its_notice_leaves(self) -> None:
        waiting = judge(State(Stage.PRECONFIGURED), EventKind.TRANSFERRED)
        assert waiting == State(Stage.AT_OFFICE)
        assert judge(waiting, EventKind.NOTICE_DISPATCHED) == AT_OFFICE

    def test_a_returned_notice_does_not_move_the_card(self) -> None:
        assert judge(AT_OFFICE, EventKind.NOTICE_RETURNED) == State(
            Stage.AT_OFFICE, MailState.RETURNED
        )

    def test_a_resident_may_come_although_the_notice_came_back(self) -> None:
        returned = State(Stage.NOTICE_DISPATCHED, MailState.RETURNED)
        assert judge(returned, EventKind.DELIVERED) == State(Stage.DELIVERED, MailState.RETURNED)

    def test_a_notice_may_be_sent_again_and_again(self) -> None:
        resent = judge(NOTIFIED, EventKind.NOTICE_RESENT)
        assert resent == State(Stage.NOTICE_DISPATCHED, MailState.RESENT)
        assert judge(resent, EventKind.NOTICE_RESENT) == resent


class TestRefused:
    @pytest.mark.parametrize(
        "stage", [Stage.APPLICATION_RECEIVED, Stage.CARD_RECEIVED, Stage.PRECONFIGURED]
    )
    def test_a_card_that_never_left_the_room_was_not_delivered(self, stage: Stage) -> None:
        assert judge(State(stage), EventKind.DELIVERED) == Refused(RefusedWhy.TOO_EARLY)

    def test_a_delivered_card_is_not_delivered_again(self) -> None:
        assert judge(DELIVERED, EventKind.DELIVERED) == Refused(RefusedWhy.ALREADY)

    def test_a_notice_that_was_never_sent_does_not_come_back(self) -> None:
        refused = judge(State(Stage.PRECONFIGURED), EventKind.NOTICE_RETURNED)
        assert refused == Refused(RefusedWhy.TOO_EARLY)

    def test_a_notice_that_comes_back_after_the_delivery_is_odd(self) -> None:
        assert judge(DELIVERED, EventKind.NOTICE_RETURNED) == Refused(RefusedWhy.TOO_LATE)

    @pytest.mark.parametrize("kind", [kind for kind in EventKind if not is_move(kind)])
    def test_what_is_no_move_is_not_recorded_by_hand(self, kind: EventKind) -> None:
        assert judge(AT_OFFICE, kind) == Refused(RefusedWhy.NO_MOVE)


class TestWhatAFilingMeans:
    @pytest.mark.parametrize("form", [FormKind.RECEIPT, FormKind.REPLY_FORM])
    def test_a_signed_paper_delivers(self, form: FormKind) -> None:
        assert what_a_filing_means(form, Policy(), AT_OFFICE) == Move(
            EventKind.DELIVERED, DELIVERED
        )

    def test_scanned_a_second_time_it_is_no_event_and_no_question(self) -> None:
        assert what_a_filing_means(FormKind.RECEIPT, Policy(), DELIVERED) == Attach()

    def test_a_receipt_for_a_card_that_never_left_is_a_question(self) -> None:
        meaning = what_a_filing_means(FormKind.RECEIPT, Policy(), State(Stage.CARD_RECEIVED))
        assert meaning == Discrepancy(EventKind.DELIVERED, Differs.TOO_EARLY)

    def test_an_office_that_wants_to_confirm_is_asked(self) -> None:
        policy = Policy.from_mapping({"receipt": "propose"})
        assert what_a_filing_means(FormKind.RECEIPT, policy, AT_OFFICE) == Propose(
            EventKind.DELIVERED
        )

    def test_an_office_that_records_first_is_told_when_it_did_not(self) -> None:
        policy = Policy.from_mapping({"receipt": "attach"})
        assert what_a_filing_means(FormKind.RECEIPT, policy, AT_OFFICE) == Discrepancy(
            EventKind.DELIVERED, Differs.NOT_RECORDED
        )
        assert what_a_filing_means(FormKind.RECEIPT, policy, DELIVERED) == Attach()

    def test_a_returned_envelope_returns_the_notice(self) -> None:
        meaning = what_a_filing_means(FormKind.RETURNED_MAIL, Policy(), NOTIFIED)
        assert meaning == Move(
            EventKind.NOTICE_RETURNED, State(Stage.NOTICE_DISPATCHED, MailState.RETURNED)
        )

    def test_after_a_second_notice_nobody_knows_which_one_came_back(self) -> None:
        resent = State(Stage.NOTICE_DISPATCHED, MailState.RESENT)
        meaning = what_a_filing_means(FormKind.RETURNED_MAIL, Policy(), resent)
        assert meaning == Propose(EventKind.NOTICE_RETURNED)

    @given(forms, policies, states)
    def test_whatever_it_means_the_rules_allow_it(
        self, form: FormKind, policy: Policy, state: State
    ) -> None:
        match what_a_filing_means(form, policy, state):
            case Move(kind, to):
                assert judge(state, kind) == to
            case Propose(kind):
                assert isinstance(judge(state, kind), State)
            case Discrepancy(kind, _):
                assert is_move(kind)
            case Attach():
                pass

    def test_a_policy_with_a_word_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(ValueError, match="advence"):
            Policy.from_mapping({"receipt": "advence"})


@given(states, kinds)
def test_no_event_leads_back(state: State, kind: EventKind) -> None:
    to = judge(state, kind)
    if isinstance(to, State):
        assert to.stage.rank >= state.stage.rank


@given(states, kinds)
def test_what_has_happened_is_never_too_early(state: State, kind: EventKind) -> None:
    to = judge(state, kind)
    if isinstance(to, State) and kind is not EventKind.NOTICE_RESENT:
        assert judge(to, kind) == Refused(RefusedWhy.ALREADY)
