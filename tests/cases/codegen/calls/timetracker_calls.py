"""Calls of TimeTracker's tracker: those marked as wrong do not compile, all others do."""

from timetracker import Content, Email, UNSET, configure, tracker
from timetracker.destinations import Console, Memory, PostHog
from timetracker.events import timer

configure(destinations={"log": Console(), "posthog": Memory()})
configure(destinations={"log": 3})  # wrong: no destination
configure(destinations={"posthog": PostHog(lambda: object())}, source="web")

tracker.timer.stopped(duration_seconds=1800)
tracker.timer.stopped(duration_seconds=1800, task_id=None)
tracker.timer.stopped(duration_seconds=1800, task_id=UNSET)
tracker.timer.stopped(duration_seconds="1800")  # wrong: a text is no number
tracker.timer.stopped(duration_seconds=1800.5)  # wrong: an integer is wanted
tracker.timer.stopped(duration_seconds=None)  # wrong: not nullable
tracker.timer.stopped(1800)  # wrong: arguments have names
tracker.timer.stopped(duration=1800)  # wrong: no such property
tracker.timer.stoped()  # wrong: no such event
tracker.timr.stopped()  # wrong: no such resource
tracker.timer.started(project_id=1, task_id=None)  # wrong: a required property is missing
tracker.timer.started(project_id=1, task_id=None, has_description=True)

tracker.track(timer.Stopped(duration_seconds=1800))
tracker.track(timer.Started(project_id=1, task_id=None))  # wrong: a required property is missing
tracker.track("timer.stopped")  # wrong: a name is no event

with tracker.context(request_id="0190b2f4-0000-7000-8000-000000000000"):
    tracker.of(user_id="42").timer.stopped()
with tracker.context(request=1):  # wrong: no context has it
    pass

tracker.quote.emailed(recipient_email=Email("a@example.com"), quote_id=1, quote_title="Boats")
tracker.quote.emailed(recipient_email="a@example.com", quote_id=1, quote_title=Content("Boats"))
tracker.quote.emailed(recipient_email=Content("Boats"), quote_id=1, quote_title="Boats")  # wrong: no address
tracker.quote.emailed(recipient_email="a@example.com", quote_id=1, quote_title=Email("a@example.com"))  # wrong: an address
