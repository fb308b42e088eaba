package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The library as a host uses it: a chain of three steps, ninety days of retention. */
final class Library {
  static final UUID ORGANIZATION = new UUID(0x5e551071L, 1);
  static final String REASON = "USER_REJECTED";

  static final FinalizeChain CHAIN =
      FinalizeChain.first(step("scrub")).then(step("summary")).then(step("memory"));
  static final RetentionPolicy RETENTION = RetentionPolicy.keepFor(Duration.ofDays(90));

  private Library() {}

  /**
   * Returns sessions of a lifecycle with the default settings, except that no writers are combined.
   */
  static OrganizationSessions on(SessionStore store) {
    return combining(store, 0);
  }

  /** Returns sessions whose calls go together, with so many statements at a time; 0 for none. */
  static OrganizationSessions combining(SessionStore store, int statements) {
    return SessionLifecycle.builder(store)
        .combineWriters(statements)
        .finalizeWith(CHAIN)
        .retention(RETENTION)
        .build()
        .organization(ORGANIZATION);
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  static Contender single(OrganizationSessions sessions) {
    return Contender.single("library", id -> check(sessions.close(id, REASON).isWinner()));
  }

  static Contender batch(OrganizationSessions sessions, int size) {
    EndRequest request = EndRequest.reported(REASON);
    return new Contender(
        "library, " + size + " in a call",
        size,
        ids -> {
          List<BulkResult<CloseResult>> results = sessions.bulk().close(ids, request);
          for (BulkResult<CloseResult> result : results) {
            check(result.orThrow().isWinner());
          }
        });
  }

  static void check(boolean isDone) {
    if (!isDone) {
      throw new IllegalStateException("a session was not ended by the one who ended it");
    }
  }
}
