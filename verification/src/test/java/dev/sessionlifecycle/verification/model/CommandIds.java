package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The objects that commands refer to by number: two organizations, and a few users, sessions,
 * messages, policies and external ids. So few that commands interact; new ones for each sequence,
 * so that sequences on one store do not.
 */
final class CommandIds {
  private final List<UUID> ids = new ArrayList<>();
  private final ChainDefinition full;
  private final ChainDefinition scrubOnly;

  private CommandIds(String unique) {
    for (int i = 0; i < 32; i++) {
      ids.add(UUID.randomUUID());
    }
    this.full =
        ChainDefinition.decode("scrub-" + unique + " summarize<0 sync<0 report<1,2 crm~<0 fix~+<4");
    this.scrubOnly = ChainDefinition.decode("scrub-" + unique);
  }

  /** Creates new ids. */
  static CommandIds create() {
    return new CommandIds(UUID.randomUUID().toString().substring(0, 13));
  }

  UUID organization(int number) {
    return ids.get(number & 1);
  }

  UUID user(int number) {
    return ids.get(2 + (number & 1));
  }

  UUID policy(int number) {
    return ids.get(4 + (number & 1));
  }

  UUID session(int number) {
    return ids.get(8 + (number & 15));
  }

  UUID message(int number) {
    return ids.get(24 + (number & 7));
  }

  SessionKey key(int organization, int session) {
    return new SessionKey(organization(organization), session(session));
  }

  ExternalRef ref(int number) {
    return new ExternalRef("world", "ref-" + (number & 3));
  }

  List<ChainDefinition> shapes() {
    return List.of(full, scrubOnly, ChainDefinition.empty());
  }

  Set<String> claimable() {
    return Set.of(full.digest(), scrubOnly.digest());
  }

  /** Returns the terms with a trace context, or without one. */
  CloseDefaults terms(int number) {
    return number % 3 == 0
        ? terms()
        : terms()
            .withTraceParent("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-0" + number % 3);
  }

  CloseDefaults terms() {
    return new CloseDefaults(
        new ChainsByType(
            Map.of(
                SessionType.LIVE, full,
                SessionType.SIMULATION, scrubOnly,
                SessionType.TEST, ChainDefinition.empty())),
        RetentionPolicy.keepFor(Duration.ofDays(30)).withChannel("sms", null));
  }
}
