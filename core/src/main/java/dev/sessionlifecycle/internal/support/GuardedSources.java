package dev.sessionlifecycle.internal.support;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's clock and ids; where they fail, the library's own, so that no session stays open. */
public final class GuardedSources {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.sessions");

  private static final int TRACE_PARENT_LENGTH = 55;

  /** Version (never ff), trace id and parent id (never all zero), flags. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

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

  /**
   * Returns the W3C trace context that the host's source names; null where it names none, throws,
   * or names something else. Each of the last two is logged once: what ends a session goes on
   * without, and would log it again at every end.
   */
  public static Supplier<@Nullable String> traceParent(Supplier<@Nullable String> source) {
    AtomicBoolean isLogged = new AtomicBoolean();
    return () -> {
      String found =
          Callbacks.<@Nullable String>call(
              source::get,
              e -> {
                logOnce(isLogged, e.getClass().getName());
                return null;
              });
      if (found != null && !isTraceParent(found)) {
        logOnce(isLogged, "what is no W3C traceparent of at most 55 characters");
        return null;
      }
      return found;
    };
  }

  private static void logOnce(AtomicBoolean isLogged, String what) {
    if (!isLogged.getAndSet(true)) {
      LOG.warn("the source of trace contexts failed with {}; sessions end without one", what);
    }
  }

  private static boolean isTraceParent(String text) {
    return text.length() <= TRACE_PARENT_LENGTH && TRACE_PARENT.matcher(text).matches();
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
