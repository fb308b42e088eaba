package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ProviderIntake} is made of. Not thread-safe. */
public final class ProviderIntakeBuilder {
  final SessionLifecycle lifecycle;
  final Map<String, ProviderAdapter> adapters = new TreeMap<>();
  SessionOpening opening = (organizationId, call) -> Optional.empty();
  Duration awaitTranscript = Duration.ofSeconds(60);
  int maxBytes = 4 << 20;
  InstantSource clock = InstantSource.system();
  @Nullable ProviderSpool spool;

  ProviderIntakeBuilder(SessionLifecycle lifecycle) {
    this.lifecycle = Validator.require("lifecycle", lifecycle);
  }

  /** Takes requests of this provider; of one with the same name the last one counts. */
  public ProviderIntakeBuilder from(ProviderAdapter adapter) {
    adapters.put(Validator.require("adapter", adapter).provider(), adapter);
    return this;
  }

  /**
   * Opens a session for a call that has none. Unless set, none is opened: the host opens it under
   * the {@linkplain dev.sessionlifecycle.session.ExternalRef external id} of the call, and an end
   * that comes before that is kept for 24 hours.
   */
  public ProviderIntakeBuilder opening(SessionOpening value) {
    this.opening = Validator.require("opening", value);
    return this;
  }

  /**
   * How long the finalize chain waits for a transcript that a provider reports after the end, such
   * as Vapi: from none to 10 minutes; 60 seconds unless set. What comes later is not stored, since
   * no step would scrub it.
   */
  public ProviderIntakeBuilder awaitTranscript(Duration value) {
    this.awaitTranscript =
        Validator.requireBetween("await_transcript", value, Duration.ZERO, Duration.ofMinutes(10));
    return this;
  }

  /** The longest body that is read: 1 KiB to 256 MiB; 4 MiB unless set. */
  public ProviderIntakeBuilder maxBytes(int value) {
    this.maxBytes = Validator.requireBetween("max_bytes", value, 1 << 10, 256 << 20);
    return this;
  }

  /** The clock by which signed times are judged; the system's unless set. */
  public ProviderIntakeBuilder clock(InstantSource value) {
    this.clock = Validator.require("clock", value);
    return this;
  }

  /**
   * Keeps verified requests in a file while the store is down, for providers that do not send them
   * again; none unless set. The caller drains it, see {@link ProviderIntake#drain}, and closes it.
   */
  public ProviderIntakeBuilder spool(ProviderSpool value) {
    this.spool = Validator.require("spool", value);
    return this;
  }

  /**
   * The intake. Starts no thread.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException without an adapter
   */
  public ProviderIntake build() {
    if (adapters.isEmpty()) {
      throw Validator.invalid("from", "needs at least one adapter");
    }
    return new ProviderIntake(this);
  }
}
