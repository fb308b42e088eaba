package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.reasons.ReasonMapping;
import org.jspecify.annotations.Nullable;

/** Reads the SIP code beside a provider's own word for the end of a call. */
final class SipCodes {
  /** The answer to a cancelled call: who cancelled it, and why, is said by the other word. */
  private static final String CANCELLED = "487";

  private final ReasonMapping reasons = ReasonMapping.sip();

  /** Returns the end that a final code of failure stands for; null for any other text. */
  @Nullable EndRequest end(@Nullable String code) {
    if (code == null || !code.matches("[3-6]\\d\\d") || code.equals(CANCELLED)) {
      return null;
    }
    EndRequest end = reasons.toRequest(code);
    return end.reason() == null || end.reason().isUnspecific() ? null : end;
  }
}
