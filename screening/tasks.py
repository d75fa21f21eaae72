"""What workers do for lists."""

from celery import shared_task
from django.utils import timezone

from screening.lists import update


@shared_task(name="screening.tasks.update_list")
def update_list(source_id: int) -> str:
    """Ask the publisher of one list whether there is a new edition. Idempotent: a list that is not due is left."""
    now = timezone.now()
    source = update.claim(source_id, now)
    check = update.update(source, now=now) if source else None
    return check.result if check else ""
