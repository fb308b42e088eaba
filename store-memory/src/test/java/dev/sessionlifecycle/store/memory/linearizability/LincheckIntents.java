package dev.sessionlifecycle.store.memory.linearizability;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.TransitionIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Intents on a handful of ids, all at one moment, so that calls meet. */
final class LincheckIntents {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final UUID ORGANIZATION = new UUID(1, 1);
  static final ExternalRef REF = new ExternalRef("twilio", "CA1");
  static final ChainDefinition SCRUB =
      new ChainDefinition(List.of(new ChainDefinition.Step("scrub", List.of())));
  static final ClaimRequest CLAIM =
      new ClaimRequest(new UUID(4, 1), Duration.ofSeconds(30), 1, 1, Set.of(SCRUB.digest()), null);

  private static final CloseDefaults TERMS =
      new CloseDefaults(ChainsByType.of(SCRUB), RetentionPolicy.forEver());

  private LincheckIntents() {}

  static SessionKey key(int session) {
    return new SessionKey(ORGANIZATION, new UUID(2, session));
  }

  /** The odd sessions have the external id. */
  static OpenIntent open(int session, OpenPolicy policy) {
    SessionKey key = key(session);
    Session draft =
        SessionBuilder.of(ORGANIZATION, key.sessionId(), new UUID(3, 1))
            .createdAt(NOW)
            .startedAt(NOW)
            .updatedAt(NOW)
            .externalRef(session % 2 == 1 ? REF : null)
            .build();
    CloseIntent displaced =
        policy == OpenPolicy.SUPERSEDE ? end(session, SessionStatus.SUPERSEDED) : null;
    return new OpenIntent(draft, policy, "api", null, displaced, TERMS);
  }

  static CloseIntent end(int session, SessionStatus target) {
    return CloseIntent.builder(key(session), NOW, TERMS).target(target).build();
  }

  /** To end a session whose chain has nothing to do, and which need not be kept. */
  static CloseIntent closeWithoutChain(int session) {
    return end(session, SessionStatus.CLOSED).toBuilder()
        .terms(
            new CloseDefaults(
                ChainsByType.of(ChainDefinition.empty()), RetentionPolicy.keepFor(Duration.ZERO)))
        .build();
  }

  static DisposalIntent disposal(int session, Receipt.Kind kind) {
    return new DisposalIntent(
        ORGANIZATION,
        List.of(key(session).sessionId()),
        kind,
        false,
        null,
        new UUID(6, session),
        null,
        "api");
  }

  static Hold hold(int session) {
    HoldScope scope =
        session == 1 ? HoldScope.organization() : HoldScope.session(key(session).sessionId());
    return new Hold(ORGANIZATION, new UUID(7, session), scope, "why", "api", NOW, null, null);
  }

  static AppendIntent append(int session, int message) {
    return new AppendIntent(
        key(session), List.of(Message.fromUser("hello").withId(new UUID(5, message)).at(NOW)), NOW);
  }

  static TransitionIntent pause(int session) {
    return new TransitionIntent(key(session), SessionStatus.PAUSED, "api", NOW, null);
  }

  static Settlement done(int session, int token) {
    ChainState state =
        ChainState.initial(SCRUB).with(0, new ChainState.Progress(ChainState.Phase.DONE, 1, null));
    return new Settlement(
        new LeaseRef(key(session), token),
        state,
        new Settlement.ReleaseLease(null),
        List.of(),
        List.of());
  }
}
