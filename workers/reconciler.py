"""Puts back what was lost, fails what keeps killing its worker, purges what is due."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import Celery
from kombu.exceptions import OperationalError
from sqlalchemy import and_, delete

from models.errors import WorkerLost
from workers.queue import send
from workers.store import reviews
from workers.store.files import Files
from workers.store.reviews import ATTEMPTS, Sessions
from workers.store.tables import AccessRow, ReviewRow

UNSENT = timedelta(seconds=20)  # after which a message is taken for lost; a second one does no harm
_log = logging.getLogger(__name__)


def reconcile(sessions: Sessions, queue: Celery, now: datetime) -> int:
    """Send the ids of reviews that nobody works on; returns how many. A broker that does not answer is asked again at
    the next round."""
    number = 0
    for row in reviews.lost(sessions, now, UNSENT):
        if row.attempts >= ATTEMPTS:
            dead = and_(ReviewRow.id == row.id, ReviewRow.state == row.state, ReviewRow.lease_owner == row.lease_owner)
            reviews.fail(sessions, dead, WorkerLost(), now)
            continue
        try:
            send(queue, row.id)
        except (OperationalError, OSError):
            _log.warning("the queue does not answer; %s waits", row.id)
            return number
        reviews.sent(sessions, row.id, now)
        number += 1
    return number


def purge(sessions: Sessions, files: Files, now: datetime, access: timedelta) -> int:
    """Take away every review past its period of keeping, with its files, and the lines of the access log older than
    `access`; returns how many reviews."""
    ids = reviews.due(sessions, now)
    for review_id in ids:
        files.delete(review_id)
        reviews.remove(sessions, review_id)
    with sessions.begin() as session:
        session.execute(delete(AccessRow).where(AccessRow.at < now - access))
    return len(ids)
