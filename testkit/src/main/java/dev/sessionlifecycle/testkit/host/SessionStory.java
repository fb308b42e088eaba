package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that there is to say about a session at a time, without a word of the conversation:
 * for the message of a test that fails.
 *
 * @param sessionId which session
 * @param session as it is; null where there is none (any more)
 * @param history its history; empty where there is no session
 * @param chain its chain; null where it is live, or there is no session
 * @param retention what retention would do with it; null where there is no session
 * @param holds the holds that cover it
 */
public record SessionStory(
    UUID sessionId,
    @Nullable Session session,
    List<HistoryEntry> history,
    @Nullable SessionChain chain,
    @Nullable RetentionDecision retention,
    List<Hold> holds) {

  /** Copies the lists. */
  public SessionStory {
    Validator.require("session_id", sessionId);
    history = Validator.requireElements("history", history);
    holds = Validator.requireElements("holds", holds);
  }

  /** Reads the story of a session as it is now. */
  public static SessionStory of(SessionLifecycle lifecycle, UUID organizationId, UUID sessionId) {
    Validator.require("lifecycle", lifecycle);
    OrganizationRetention retention = lifecycle.retention(organizationId);
    Optional<Session> session = lifecycle.organization(organizationId).find(sessionId);
    if (session.isEmpty()) {
      return new SessionStory(sessionId, null, List.of(), null, null, List.of());
    }
    try {
      return new SessionStory(
          sessionId,
          session.get(),
          lifecycle.organization(organizationId).history(sessionId),
          lifecycle.finalizer().chain(organizationId, sessionId).orElse(null),
          retention.explain(sessionId),
          retention.holdsOn(sessionId));
    } catch (SessionNotFoundException e) { // it was purged in between
      return new SessionStory(sessionId, null, List.of(), null, null, List.of());
    }
  }

  /** Returns the story in lines: the session, its history, its chain, and how long it is kept. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("session " + sessionId);
    if (session == null) {
      return out.append(": there is none").toString();
    }
    out.append(" on ").append(session.channel()).append(" is ").append(session.statusText());
    if (session.reason() != null && session.outcome() != null) {
      out.append(" because of ").append(session.reason().wire());
      out.append(", outcome ").append(session.outcome().name().toLowerCase(Locale.ROOT));
    }
    history.forEach(entry -> out.append("\n  ").append(line(entry)));
    if (chain != null) {
      chain.steps().forEach(step -> out.append("\n  ").append(line(step)));
      out.append("\n  ").append(state(chain));
    }
    out.append("\n  ").append(kept(session));
    holds.forEach(hold -> out.append("\n  held by ").append(hold.placedBy()));
    return out.toString();
  }

  private static String line(HistoryEntry entry) {
    String from = entry.from() == null ? "" : entry.from().wire() + " → ";
    String why = entry.reason() == null ? "" : ", " + entry.reason().wire();
    return entry.at()
        + "  "
        + entry.kind().name().toLowerCase(Locale.ROOT)
        + ": "
        + from
        + entry.to().wire()
        + why
        + ", by "
        + entry.triggeredBy();
  }

  private static String line(ChainStep step) {
    StringBuilder out = new StringBuilder("step ").append(step.name()).append(": ");
    out.append(step.progress().name().toLowerCase(Locale.ROOT));
    out.append(", attempts: ").append(step.attempts());
    if (step.nextAttempt() != null) {
      out.append(", next at ").append(step.nextAttempt());
    }
    if (!step.history().isEmpty()) {
      String label = step.history().get(step.history().size() - 1).label();
      out.append(label == null ? "" : ", last: " + label);
    }
    return out.toString();
  }

  private static String state(SessionChain chain) {
    if (chain.finishedAt() != null) {
      return "chain finished at " + chain.finishedAt();
    }
    return chain.dueAt() == null
        ? "chain has nothing left to run"
        : "chain due at " + chain.dueAt();
  }

  private String kept(Session it) {
    String until =
        !it.isEnded()
            ? it.ttlExpiresAt() == null ? "expires never" : "expires at " + it.ttlExpiresAt()
            : it.retentionExpiresAt() == null
                ? "kept for ever"
                : "kept until " + it.retentionExpiresAt();
    return until + "; retention now: " + retention;
  }
}
