"""Webhooks and what they sent, beside the journal; written by the actions themselves."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from dealflow.store.ledger.tables.api import WebhookDeliveryRow, WebhookRow


def of_person(session: Session, workspace: str, person_id: str) -> tuple[WebhookRow, ...]:
    """Return a person's webhooks, the oldest first."""
    query = select(WebhookRow).where(WebhookRow.workspace == workspace, WebhookRow.person_id == person_id)
    return tuple(session.exec(query.order_by(col(WebhookRow.made_at), WebhookRow.id)))


def standing(session: Session, workspace: str) -> tuple[WebhookRow, ...]:
    """Return everybody's webhooks that are on."""
    query = select(WebhookRow).where(WebhookRow.workspace == workspace, col(WebhookRow.is_on).is_(True))
    return tuple(session.exec(query.order_by(WebhookRow.id)))


def turn_all_off(session: Session) -> None:
    """Turn everybody's webhooks off, in every workspace."""
    session.exec(update(WebhookRow).values(is_on=False))


def deliveries(session: Session, workspace: str, webhook_id: str, most: int) -> tuple[WebhookDeliveryRow, ...]:
    """Return the last letters to a webhook, the latest first."""
    query = select(WebhookDeliveryRow).where(
        WebhookDeliveryRow.workspace == workspace, WebhookDeliveryRow.webhook_id == webhook_id
    )
    latest = query.order_by(col(WebhookDeliveryRow.made_at).desc(), WebhookDeliveryRow.id).limit(most)
    return tuple(session.exec(latest))


def waiting(session: Session, workspace: str, webhook_id: str) -> int:
    """Return how many letters to a webhook wait to be taken."""
    query = select(func.count()).where(
        WebhookDeliveryRow.workspace == workspace,
        WebhookDeliveryRow.webhook_id == webhook_id,
        WebhookDeliveryRow.state == "waiting",
    )
    return session.exec(query).one()


def due(session: Session, workspace: str, at: datetime, most: int) -> tuple[tuple[WebhookDeliveryRow, WebhookRow], ...]:
    """Return the letters that are to be tried now, to webhooks that are on, the oldest first."""
    query = (
        select(WebhookDeliveryRow, WebhookRow)
        .join(
            WebhookRow,
            (col(WebhookRow.workspace) == WebhookDeliveryRow.workspace)
            & (col(WebhookRow.id) == WebhookDeliveryRow.webhook_id),
        )
        .where(
            WebhookDeliveryRow.workspace == workspace,
            col(WebhookDeliveryRow.next_at) <= at,
            col(WebhookRow.is_on).is_(True),
        )
    )
    rows = session.exec(query.order_by(col(WebhookDeliveryRow.made_at), WebhookDeliveryRow.id).limit(most))
    return tuple((letter, webhook) for letter, webhook in rows)


def forget_letters(session: Session, workspace: str, webhook_id: str) -> None:
    """Forget all letters to a webhook."""
    session.exec(
        delete(WebhookDeliveryRow).where(
            col(WebhookDeliveryRow.workspace) == workspace, col(WebhookDeliveryRow.webhook_id) == webhook_id
        )
    )


def forget_settled(session: Session, workspace: str, *, before: datetime) -> None:
    """Forget letters that were written before a moment and are not tried any more."""
    session.exec(
        delete(WebhookDeliveryRow).where(
            col(WebhookDeliveryRow.workspace) == workspace,
            col(WebhookDeliveryRow.made_at) < before,
            col(WebhookDeliveryRow.next_at).is_(None),
        )
    )
