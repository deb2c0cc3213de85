"""The queue: Celery over a Redis-protocol broker. A message carries the id of a review and nothing else.

Measured failure modes of this pair and how each is met: docs/reliability.md.
"""

from __future__ import annotations

from celery import Celery

TASK = "standpoint.review"
TIME_LIMIT = 90  # seconds; a task is ended then, whatever it does
SOFT_TIME_LIMIT = 75
VISIBILITY = 120  # seconds; longer than any task may take, so that none is given out twice while it runs


def make_queue(broker: str) -> Celery:
    """The queue on a broker; the API and the workers share these settings."""
    queue = Celery("standpoint", broker=broker, set_as_current=False)
    queue.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_acks_on_failure_or_timeout=True,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_time_limit=TIME_LIMIT,
        task_soft_time_limit=SOFT_TIME_LIMIT,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": VISIBILITY,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "max_retries": 1,
        },
        broker_transport_retry=False,
    )
    return queue


def send(queue: Celery, review_id: str) -> None:
    """Put an id on the queue. Raises kombu's OperationalError where the broker does not answer."""
    queue.send_task(TASK, (review_id,), retry=False)
