"""Log-ins, sittings and one-time addresses as they stand; written by the actions themselves, beside the journal."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, select

from dealflow.store.ledger.tables.accounts import AccountLinkRow, CredentialRow, IdentityRow, SittingRow


def any_credential(session: Session, workspace: str) -> bool:
    """Say whether anybody can log in."""
    for table in (CredentialRow, IdentityRow):
        if session.exec(select(table.person_id).where(table.workspace == workspace).limit(1)).first() is not None:
            return True
    return False


def credential_of(session: Session, workspace: str, person_id: str) -> CredentialRow | None:
    """Return a person's log-in."""
    return session.get(CredentialRow, (workspace, person_id))


def credential_by_login(session: Session, workspace: str, login: str) -> CredentialRow | None:
    """Return the log-in of that e-mail address, in small letters."""
    return session.exec(
        select(CredentialRow).where(CredentialRow.workspace == workspace, CredentialRow.login == login)
    ).first()


def logins(session: Session, workspace: str) -> dict[str, str]:
    """Return the e-mail address of each person who has a log-in; destroyed ones are left out."""
    rows = session.exec(select(CredentialRow).where(CredentialRow.workspace == workspace))
    return {row.person_id: row.login for row in rows if "@" in row.login}


def identity(session: Session, workspace: str, issuer: str, subject: str) -> IdentityRow | None:
    """Return whom a provider means."""
    return session.get(IdentityRow, (workspace, issuer, subject))


def sitting(session: Session, workspace: str, token_hash: str) -> SittingRow | None:
    """Return who sits at the browser of that token."""
    return session.get(SittingRow, (workspace, token_hash))


def sittings(session: Session, workspace: str, person_id: str) -> tuple[SittingRow, ...]:
    """Return a person's sittings, the latest seen first."""
    return tuple(
        session.exec(
            select(SittingRow)
            .where(SittingRow.workspace == workspace, SittingRow.person_id == person_id)
            .order_by(col(SittingRow.seen_at).desc())
        )
    )


def end_sittings(session: Session, workspace: str, person_id: str, *, but: str = "") -> None:
    """End a person's sittings, all but the one of that token's hash."""
    session.exec(
        delete(SittingRow).where(
            col(SittingRow.workspace) == workspace,
            col(SittingRow.person_id) == person_id,
            col(SittingRow.token_hash) != but,
        )
    )


def forget_ended(session: Session, workspace: str, at: datetime) -> None:
    """Forget sittings that ended by themselves."""
    session.exec(delete(SittingRow).where(col(SittingRow.workspace) == workspace, col(SittingRow.ends_at) < at))


def link(session: Session, workspace: str, secret_hash: str) -> AccountLinkRow | None:
    """Return the one-time address of that secret's hash."""
    return session.get(AccountLinkRow, (workspace, secret_hash))


def end_links(session: Session, workspace: str, person_id: str, purpose: str) -> None:
    """Forget a person's one-time addresses for a purpose that were not used."""
    session.exec(
        delete(AccountLinkRow).where(
            col(AccountLinkRow.workspace) == workspace,
            col(AccountLinkRow.person_id) == person_id,
            col(AccountLinkRow.purpose) == purpose,
            col(AccountLinkRow.used_at).is_(None),
        )
    )


def forget_identities(session: Session, workspace: str, person_id: str) -> None:
    """Forget whom providers mean by that person."""
    session.exec(
        delete(IdentityRow).where(col(IdentityRow.workspace) == workspace, col(IdentityRow.person_id) == person_id)
    )


def open_invitation(session: Session, workspace: str, login: str, at: datetime) -> AccountLinkRow | None:
    """Return the invitation to that e-mail address which is still open."""
    return session.exec(
        select(AccountLinkRow).where(
            AccountLinkRow.workspace == workspace,
            AccountLinkRow.login == login,
            AccountLinkRow.purpose == "join",
            col(AccountLinkRow.used_at).is_(None),
            col(AccountLinkRow.ends_at) > at,
        )
    ).first()
