"""The Celery application as workers and pages see it."""

from config.celery import app
from config.schedule import SCHEDULE, TICK_SECONDS


def test_jobs_are_json_and_acknowledged_when_done() -> None:
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.worker_prefetch_multiplier == 1


def test_a_job_is_asked_to_stop_before_it_is_stopped() -> None:
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit


def test_beat_sends_a_task_that_exists_and_nothing_else() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == {"duediligence.tasks.tick"}
    assert "duediligence.tasks.tick" in app.tasks


def test_a_tick_nobody_took_expires_before_the_next() -> None:
    assert SCHEDULE["tick"]["schedule"] == TICK_SECONDS
    assert SCHEDULE["tick"]["options"]["expires"] < TICK_SECONDS


def test_pages_and_commands_use_this_application() -> None:
    from celery import current_app

    assert current_app._get_current_object() is app
