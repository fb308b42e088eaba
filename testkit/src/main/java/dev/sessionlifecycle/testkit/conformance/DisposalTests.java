package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Base class of the disposal suites. */
abstract class DisposalTests extends Conformance {
  static final Duration WEEK = Duration.ofDays(7);

  /** For subclasses in this package. */
  DisposalTests() {}

  /** Opens and closes a session whose chain has no steps and therefore is finished. */
  Session ended(@Nullable Duration keep) {
    return ended(keep, UnaryOperator.identity());
  }

  Session ended(@Nullable Duration keep, UnaryOperator<SessionBuilder> change) {
    store.chains().register(ChainDefinition.empty());
    Session session = scene.open(change);
    scene.append(session, scene.fromUser("a secret"), scene.fromAgent("another"));
    return close(
        session,
        new CloseDefaults(
            ChainsByType.of(ChainDefinition.empty()),
            keep == null ? RetentionPolicy.forEver() : RetentionPolicy.keepFor(keep)));
  }

  Session close(Session session, CloseDefaults terms) {
    return closed(scene.closing(session, terms).reportedReason("a secret"));
  }

  /** Closes a session whose chain has steps and is not finished. */
  Session unfinished(Duration keep) {
    return close(scene.open(), scene.terms(RetentionPolicy.keepFor(keep)));
  }

  void park(Session session) {
    var chain = chain(session);
    ChainState parked =
        chain.state().with(0, new ChainState.Progress(ChainState.Phase.PARKED, 1, null));
    Check.that(store.chains().revise(chain, parked, null, List.of()), "it is parked", chain);
  }

  DisposalIntent intent(Receipt.Kind kind, Session... sessions) {
    return intent(kind, false, null, sessions);
  }

  DisposalIntent intent(
      Receipt.Kind kind, boolean archivedOnly, @Nullable Duration parked, Session... sessions) {
    return new DisposalIntent(
        scene.organizationId(),
        Arrays.stream(sessions).map(Session::id).toList(),
        kind,
        archivedOnly,
        parked,
        UUID.randomUUID(),
        null,
        TriggeredBy.HOUSEKEEPING);
  }

  DisposalReply dispose(Receipt.Kind kind, Session... sessions) {
    return store.disposals().dispose(intent(kind, sessions));
  }

  DisposalReply dispose(
      Receipt.Kind kind, boolean archivedOnly, @Nullable Duration parked, Session session) {
    return store.disposals().dispose(intent(kind, archivedOnly, parked, session));
  }

  DisposalReply purge(Session... sessions) {
    return dispose(Receipt.Kind.PURGE, sessions);
  }

  void assertRefused(DisposalReply.Refusal why, DisposalReply reply, Session session) {
    Check.that(
        reply.done().isEmpty()
            && reply.refused().equals(Map.of(session.id(), why))
            && reply.receipt() == null,
        "it is refused as " + why,
        reply);
    Check.sameSession(session, scene.reload(session));
  }

  Hold hold(HoldScope scope) {
    return new Hold(
        scene.organizationId(),
        UUID.randomUUID(),
        scope,
        "matter",
        "counsel",
        scene.now(),
        null,
        null);
  }

  Hold place(HoldScope scope) {
    Hold hold = hold(scope);
    Hold placed = Check.present(store.holds().place(hold), "a hold");
    Check.that(placed.equals(hold), "the hold is placed as given", placed);
    return hold;
  }

  List<DueSession> due() {
    return store.disposals().due(EVERYTHING).sessions().stream()
        .filter(it -> it.session().organizationId().equals(scene.organizationId()))
        .toList();
  }

  Optional<Session> find(Session session) {
    return store.find(key(session));
  }
}
