"""What Prometheus reads at /metrics: what all workers have counted, and what the store holds at that moment.

Labels are names that stand in the program or in the menus, never anything of a caller.
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from ivr.errors import StorageError
from ivr.web.services import Services, services

metrics = Blueprint("metrics", __name__)


@metrics.get("/metrics")
def read() -> Response:
    """Give all figures to who has the token; without a token in the settings there is no such page."""
    serving = services()
    if not serving.metrics_token:
        abort(404)
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {serving.metrics_token}".encode()):
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    stored = CollectorRegistry()
    stored.register(_Stored(serving))
    return Response(serving.counts.read() + generate_latest(stored), content_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True, eq=False)
class _Stored(Collector):
    """The figures that are true of the whole hotline, whichever process is asked."""

    serving: Services

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the store; when it does not answer, only that is told."""
        flow, now = self.serving.flow, self.serving.clock()
        yield _by("version", {flow.version: 1}, "ivr_menus", "The version of the menus in force.")
        try:
            figures = self.serving.turns.store.figures(tuple(flow.queues), now)
        except StorageError:
            yield GaugeMetricFamily("ivr_store_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("ivr_store_up", "Whether the database answers.", 1)
        yield _by("queue", figures.waiting, "ivr_waiting", "Callers waiting in a queue.")
        yield _by("ending", figures.endings, "ivr_endings_last_hour", "Calls closed within the hour, by how they ended.")
        yield GaugeMetricFamily("ivr_jobs_due", "Jobs that should have been done by now.", figures.jobs_due)
        yield GaugeMetricFamily("ivr_jobs_late_seconds", "How long the oldest of them has been due.", figures.jobs_late_seconds)
        yield GaugeMetricFamily("ivr_jobs_failing", "Jobs that have failed, and are tried again soon or parked.", figures.jobs_failing)


def _by(label: str, values: Mapping[str, float], name: str, what: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=(label,))
    for value in values:
        family.add_metric((value,), values[value])
    return family
