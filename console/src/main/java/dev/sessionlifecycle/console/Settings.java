package dev.sessionlifecycle.console;

import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.reasons.ReasonMapping;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a console was built with. */
final class Settings {
  final SessionLifecycle lifecycle;

  /** For everything but actions: a screen that tried to write would be denied. */
  final Organizations readOnly;

  final String title;
  final Formats formats;
  final ConsoleListener listener;
  final FinalizeChain chain;
  final List<ReasonMapping> mappings;
  final @Nullable HousekeepingRun housekeeping;
  final String scrubStep;
  private final @Nullable FormTokens tokens;
  private final InstantSource clock;

  Settings(ConsoleBuilder builder) {
    this.lifecycle = builder.lifecycle;
    this.readOnly = builder.lifecycle.readOnly();
    this.title = builder.title;
    this.formats = new Formats(builder.zone);
    this.listener = builder.listener;
    this.chain = builder.chain;
    this.mappings = builder.mappings;
    this.housekeeping = builder.housekeeping;
    this.scrubStep = builder.scrubStep;
    this.clock = builder.clock;
    this.tokens = builder.actionKey == null ? null : new FormTokens(builder.actionKey);
  }

  Instant now() {
    return clock.instant();
  }

  /** The tokens of forms; empty where the console is read-only. */
  Optional<FormTokens> tokens() {
    return Optional.ofNullable(tokens);
  }
}
