"""The tables of accounts: how people prove who they are, and at which browsers they sit.

Beside the journal, so that all of it can be destroyed: what proves a person is never part of a chain that only grows.
Secrets stand here as hashes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from dealflow.store.ledger.columns import UtcTime
from dealflow.store.ledger.tables.journal import Row


class CredentialRow(Row, table=True):
    """A person's log-in: an e-mail address, the hash of a password (none: by a provider alone), a second factor."""

    __tablename__ = "credential"
    __table_args__ = (UniqueConstraint("workspace", "login"),)

    workspace: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    login: str
    password_hash: str
    totp_secret: str
    """Base32; empty: no second factor."""
    totp_step: int
    """The last half minute whose code was used: no code opens twice."""
    recovery_hashes: str
    """Of the codes for whoever lost the second factor, separated by blanks; each opens once."""
    changed_at: datetime = Field(sa_type=UtcTime)


class IdentityRow(Row, table=True):
    """Whom an OpenID provider calls by which subject."""

    __tablename__ = "identity"

    workspace: str = Field(primary_key=True)
    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    person_id: str = Field(index=True)


class SittingRow(Row, table=True):
    """Somebody at a browser, named by the hash of the browser's token."""

    __tablename__ = "sitting"

    workspace: str = Field(primary_key=True)
    token_hash: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    way: str
    begun_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)
    ends_at: datetime = Field(sa_type=UtcTime)
    browser: str


class AccountLinkRow(Row, table=True):
    """A one-time address: to set the installation up, to join, or to set a new password."""

    __tablename__ = "account_link"

    workspace: str = Field(primary_key=True)
    secret_hash: str = Field(primary_key=True)
    purpose: str
    person_id: str = Field(index=True)
    login: str
    made_by: str
    ends_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
