package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To add to the usage of a session.
 *
 * @param session the session, live or ended
 * @param report what tells this report from others: {@link #REPORT_LENGTH} characters; null if it
 *     may not come twice
 * @param amounts what to add, by name
 * @param within how long after the end it may be added, by the store's clock
 * @param mostNames the most names that the session may have
 * @param mostReports the most reports that the session may remember
 */
public record UsageIntent(
    SessionKey session,
    @Nullable String report,
    Map<String, BigDecimal> amounts,
    Duration within,
    int mostNames,
    int mostReports) {
  /** The length of every report's name, so that names can be kept one behind the other. */
  public static final int REPORT_LENGTH = 22;

  /** Checks that nothing required is missing, and copies the amounts. */
  public UsageIntent {
    Validator.require("session", session);
    amounts = Map.copyOf(Validator.require("amounts", amounts));
    Validator.require("within", within);
  }

  /** Names the session and counts the amounts. */
  @Override
  public String toString() {
    return "UsageIntent[session=" + session + ", amounts=" + amounts.size() + "]";
  }
}
