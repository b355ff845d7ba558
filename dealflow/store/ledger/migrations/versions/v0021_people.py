"""For whom decks are and who saw them; settings of houses, absences, consents, destructions, acts for two people."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0022"
branch_labels = None
depends_on = None

_NO_TERMS = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The hash of no words."""


def upgrade() -> None:
    """Add the tables and columns; the state of participants is read from what is kept of them."""
    _decks()
    _participants()
    _houses()
    _personal_data()


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in names)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _decks() -> None:
    defaults = {"confidentiality": "shared", "terms": "", "terms_hash": _NO_TERMS}
    with op.batch_alter_table("deck") as batch:
        for name, value in defaults.items():
            batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=value))
        batch.add_column(sa.Column("may_download", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("deck") as batch:  # the defaults were for those that are there
        for name in (*defaults, "may_download"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "deck_listed",
        *_texts("workspace", "deck_id", "organisation_id"),
        sa.PrimaryKeyConstraint("workspace", "deck_id", "organisation_id", name="pk_deck_listed"),
    )
    op.create_table(
        "nda",
        *_texts("workspace", "deck_id", "person_id", "organisation_id", "terms_hash"),
        _moment("accepted_at"),
        _number("seq"),
        sa.PrimaryKeyConstraint("workspace", "deck_id", "person_id", name="pk_nda"),
    )
    op.create_table(
        "deck_view",
        *_texts("workspace", "deck_id"),
        _number("page"),
        *_texts("person_id", "way"),
        _moment("at"),
        *_texts("organisation_id"),
        sa.PrimaryKeyConstraint("workspace", "deck_id", "page", "person_id", "way", "at", name="pk_deck_view"),
    )
    op.create_index("ix_deck_view_person", "deck_view", ["workspace", "person_id"])


def _participants() -> None:
    with op.batch_alter_table("participant") as batch:
        batch.add_column(sa.Column("state", sa.String(), nullable=False, server_default="invited"))
    with op.batch_alter_table("participant") as batch:
        batch.alter_column("state", server_default=None)
    table = sa.table("participant", *(sa.column(name) for name in ("workspace", "id", "state", "participant_json")))
    connection = op.get_bind()
    for workspace, participant, text in connection.execute(
        sa.select(table.c.workspace, table.c.id, table.c.participant_json)
    ).all():
        state = json.loads(text)["state"]
        where = (table.c.workspace == workspace, table.c.id == participant)
        connection.execute(sa.update(table).where(*where).values(state=state))


def _houses() -> None:
    op.create_table(
        "house",
        *_texts("workspace", "organisation_id", "settings_json"),
        _number("seq"),
        sa.PrimaryKeyConstraint("workspace", "organisation_id", name="pk_house"),
    )
    op.create_table(
        "absence",
        *_texts("workspace", "id", "organisation_id", "person_id"),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        *_texts("delegate_id"),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        _number("seq"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_absence"),
    )
    op.create_index("ix_absence_organisation", "absence", ["workspace", "organisation_id"])
    op.create_table(
        "proposal",
        *_texts("workspace", "id", "owner_id", "act", "subject_id", "payload", "proposed_by"),
        _moment("proposed_at"),
        *_texts("state", "settled_by"),
        _moment("settled_at", nullable=True),
        _number("seq"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_owner", "proposal", ["workspace", "owner_id", "state"])


def _personal_data() -> None:
    op.create_table(
        "consent",
        *_texts("workspace", "id", "organisation_id", "subject_id", "about", "consent_json"),
        _moment("given_at"),
        *_texts("kept_by"),
        _moment("withdrawn_at", nullable=True),
        _number("seq"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_consent"),
    )
    op.create_index("ix_consent_organisation", "consent", ["workspace", "organisation_id"])
    op.create_index("ix_consent_subject", "consent", ["workspace", "subject_id"])
    op.create_table(
        "destruction",
        *_texts("workspace", "id", "organisation_id", "what", "subject_ids_json", "reason"),
        _moment("destroyed_at"),
        *_texts("destroyed_by"),
        _number("seq"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_destruction"),
    )
    op.create_index("ix_destruction_organisation", "destruction", ["workspace", "organisation_id"])


def downgrade() -> None:
    """Refuse: the journal holds events that an older version does not know."""
    message = "consents, absences and confined decks in the journal cannot be read by an older version"
    raise NotImplementedError(message)
