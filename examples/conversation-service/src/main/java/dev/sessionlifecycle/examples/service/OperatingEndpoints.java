package dev.sessionlifecycle.examples.service;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import java.util.List;

/** Endpoints for the operator of the service. */
final class OperatingEndpoints {
  private final SessionLifecycle lifecycle;
  private final ReadinessCheck readiness;

  private OperatingEndpoints(SessionLifecycle lifecycle) {
    this.lifecycle = lifecycle;
    this.readiness = new ReadinessCheck(lifecycle);
  }

  static List<Route> routes(SessionLifecycle lifecycle) {
    OperatingEndpoints it = new OperatingEndpoints(lifecycle);
    return List.of(
        new Route("GET", "/healthz", Route.Access.OPEN, ErrorShape.FEATHER, call -> status("ok")),
        new Route("GET", "/readyz", Route.Access.OPEN, ErrorShape.FEATHER, call -> it.ready()),
        new Route(
            "GET",
            "/v1/finalize/backlog",
            Route.Access.OPERATOR,
            ErrorShape.FEATHER,
            call -> it.backlog()));
  }

  private static Reply status(String text) {
    return Reply.ok(Json.object().put("status", text));
  }

  private Reply ready() {
    if (!readiness.isReady()) {
      throw Refusal.of(503, "not_ready", "The store takes no writes.");
    }
    return status("ready");
  }

  private Reply backlog() {
    FinalizerSnapshot it = lifecycle.finalizer().snapshot();
    return Reply.ok(
        Json.object()
            .put("due", it.due())
            .put("leased", it.leased())
            .put("waiting", it.waiting())
            .put("parked", it.parked())
            .put("oldest_due_ms", it.oldestDue().toMillis()));
  }
}
