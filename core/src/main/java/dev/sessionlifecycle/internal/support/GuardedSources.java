package dev.sessionlifecycle.internal.support;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's clock and ids; where they fail, the library's own, so that no session stays open. */
public final class GuardedSources {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedSources.class);

  private GuardedSources() {}

  /** Returns a clock that shows the other's time where the host's throws or is out of bounds. */
  public static InstantSource clock(InstantSource clock, InstantSource otherwise) {
    return () -> {
      Instant now = get("clock", clock::instant, otherwise::instant);
      return now.isBefore(Validator.MIN_TIME) || now.isAfter(Validator.MAX_TIME)
          ? otherwise.instant()
          : now;
    };
  }

  /** Returns ids of the other source where the host's throws or returns null. */
  public static Supplier<UUID> ids(Supplier<UUID> ids, Supplier<UUID> otherwise) {
    return () -> get("source of ids", ids::get, otherwise);
  }

  private static <T> T get(String what, Callbacks.Call<T> call, Supplier<T> otherwise) {
    return Callbacks.call(
        () -> Objects.requireNonNull(call.call()),
        e -> {
          LOG.warn("the {} failed with {}", what, e.getClass().getName());
          return otherwise.get();
        });
  }
}
