"""What a person can cause: a code and its parameters. The words live in the message catalogues (``error.<code>``)."""

from __future__ import annotations

from typing import ClassVar


class DealflowError(Exception):
    """The root of every error that a person can cause and mend; ``code`` names its words, ``parameters`` fill them."""

    code: ClassVar[str] = "unexpected"

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.code, parameters)

    def __str__(self) -> str:
        """Return the code with its parameters, for logs; people read the catalogue's words instead."""
        text = ", ".join(f"{name}={value}" for name, value in sorted(self.parameters.items()))
        return f"{self.code}({text})"


class UnreadableDeckError(DealflowError):
    """The file cannot be read as a deck; ``reason`` is one of ``domain.claims.deck.RefusalReason``."""

    code = "unreadable_deck"

    @property
    def reason(self) -> str:
        """Return the reason's code."""
        return str(self.parameters["reason"])


class ExecutorMissingError(DealflowError):
    """Decks are to be read by the cluster at ``url``, and the library that speaks to it is not installed."""

    code = "executor_missing"


class ExecutorUnreachableError(DealflowError):
    """The cluster at ``url`` that is to read decks does not answer, has no workers, or lacks our package."""

    code = "executor_unreachable"


class ChangedMeanwhileError(DealflowError):
    """Somebody else appended to the same stream first: look again, then decide again."""

    code = "changed_meanwhile"


class SignInRefusedError(DealflowError):
    """Somebody is not let in: ``problem`` is wrong, again, code, link, wrong_password, no_account, slower, provider."""

    code = "sign_in_refused"


class SignedOutError(DealflowError):
    """Nobody is signed in at this browser (any more)."""

    code = "signed_out"


class RequestRefusedError(DealflowError):
    """A program's request is not taken.

    ``problem`` is token, scope, method, media_type, body_too_large or too_many_requests.
    """

    code = "request_refused"


class LedgerBusyError(DealflowError):
    """Others kept the ledger locked for too long; nothing was written, try again."""

    code = "ledger_busy"


class LedgerUnreachableError(DealflowError):
    """The database at ``url`` (without its password) cannot be opened: not there, not ours, or not a known kind."""

    code = "ledger_unreachable"


class DriverMissingError(DealflowError):
    """The ledger is to lie in PostgreSQL, and the library that speaks to it is not installed (extra ``postgres``)."""

    code = "driver_missing"


class StorageError(DealflowError):
    """A disk or folder does not take what is to be written; ``problem`` says why: full, read_only, denied, failed."""

    code = "storage"


class NewerLedgerError(DealflowError):
    """A newer version of the program has written this ledger; this one must not touch it."""

    code = "newer_ledger"


class IllegalMoveError(DealflowError):
    """The stage does not follow from the engagement's present stage, or its status forbids moving."""

    code = "illegal_move"


class HeldBackError(DealflowError):
    """A change of many leaves this one alone: it would go back, is decided, or is so already; ``held`` says which."""

    code = "held_back"


class RecommendationStandsError(DealflowError):
    """A recommendation stands: its engagement does not go back before it until it is withdrawn."""

    code = "recommendation_stands"


class ReasonRequiredError(DealflowError):
    """The act needs a reason (passing on a company, for one) and none was given."""

    code = "reason_required"


class NotAllowedError(DealflowError):
    """The viewer's role or organisation may not do this."""

    code = "not_allowed"


class MailboxError(DealflowError):
    """The mailbox cannot be read; ``problem`` says why: unreachable, refused, folder, confused, drop_dir."""

    code = "mailbox"


class PostError(DealflowError):
    """Something did not go out to ``host``; ``problem`` says why.

    unreachable, unknown_host, private_address, tls, login, refused (never will), later (not now), unsure (it may have
    gone), missing (no way out is set up).
    """

    code = "post"


class NotFoundError(DealflowError):
    """There is no such record, or the viewer may not know of it: the two read the same on purpose."""

    code = "not_found"


class InvalidInputError(DealflowError):
    """A value cannot be taken as given; ``field`` and ``problem`` say which and why."""

    code = "invalid_input"


class NothingToUndoError(DealflowError):
    """The last act on this record is not the viewer's to take back, or there is none."""

    code = "nothing_to_undo"


class TamperedJournalError(DealflowError):
    """The journal's chain does not hold at ``position``."""

    code = "tampered_journal"


class AlteredTableError(DealflowError):
    """Current tables (``tables``) hold what the journal does not say: somebody wrote past it."""

    code = "altered_table"


class GateClosedError(DealflowError):
    """Something must be in place before the engagement may enter ``to``; ``missing`` names the closed gates."""

    code = "gate_closed"


class CommitteeRuleError(DealflowError):
    """The committee's rule does not allow it; ``problem`` says why."""

    code = "committee_rule"


class NotARulerError(DealflowError):
    """Only the chair or a voter of an item may end it or waive its condition; ``who`` names them."""

    code = "not_ruler"


class PaymentBlockedError(DealflowError):
    """Nothing may be paid yet; ``field`` and ``problem`` say why."""

    code = "payment_blocked"


class FilingLockedError(DealflowError):
    """The report was received: it changes no more. KVIC changes it on the telephone; here a new sheet is begun."""

    code = "filing_locked"


class FilingIncompleteError(DealflowError):
    """Required fields of the sheet are empty; ``sheet_fields`` holds their ids."""

    code = "filing_incomplete"


class BadProofError(DealflowError):
    """A proof of the journal is not genuine, or not of this journal; ``problem`` says why."""

    code = "bad_proof"


class NoTimetableError(DealflowError):
    """No timetable keeps every hard request; ``explanation`` (``schedule.explain.Explanation``) says which conflict.

    It is None where the time was too short to find one or to prove that there is none.
    """

    code = "no_timetable"


class DayLinkError(DealflowError):
    """An address of an IR day does not open; ``problem`` is unknown, expired or gone."""

    code = "day_link"


class ProgrammeUnsoundError(DealflowError):
    """A programme cannot be kept as it is; ``problem`` is the first finding, ``ids`` what has it."""

    code = "programme_unsound"


class MemberTwiceError(DealflowError):
    """Somebody would take part in two parts of a programme at once: ``who``, and the titles of the ``parts``."""

    code = "member_twice"


class PlaceInUseError(DealflowError):
    """A room or table of the published timetable would fall out of the programme: ``who``; ``n`` things stand there."""

    code = "place_in_use"


class TooFewPlacesError(DealflowError):
    """A day cannot be planned: ``needed`` places are asked for, ``there`` are so many, ``n`` are missing."""

    code = "too_few_places"


class PublishedMeanwhileError(ChangedMeanwhileError):
    """A colleague has just published that version of a timetable."""

    code = "published_meanwhile"


class ClashError(DealflowError):
    """A timetable has clashes and is not kept; ``clashes`` holds them."""

    code = "clash"


class SolverCrashedError(DealflowError):
    """The process that plans the day ended without an answer; ``detail`` is its last complaint, for logs."""

    code = "solver_crashed"


class PlanningBusyError(DealflowError):
    """A plan of this event, or as many others as the machine bears, are being made already."""

    code = "planning_busy"
