package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import java.util.Optional;

/** What a request came to, with the HTTP status to answer. */
public sealed interface IntakeResult {

  /** The HTTP status to answer: 2xx where the provider need not send it again. */
  int httpStatus();

  /**
   * The request was applied.
   *
   * @param results what each of its signals came to, in their order
   */
  record Applied(List<SignalResult> results) implements IntakeResult {
    /** Copies the list. */
    public Applied {
      results = Validator.requireElements("results", results);
    }

    @Override
    public int httpStatus() {
      return 200;
    }

    /** Returns the first result of this kind. */
    public <T extends SignalResult> Optional<T> first(Class<T> kind) {
      return results.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
  }

  /** The store is down; the request is in the spool and will be applied when that is drained. */
  record Spooled() implements IntakeResult {
    @Override
    public int httpStatus() {
      return 200;
    }
  }

  /** Nothing was changed, and the same request would be refused again. */
  record Refused(Refusal why) implements IntakeResult {
    /** Checks that nothing is missing. */
    public Refused {
      Validator.require("why", why);
    }

    @Override
    public int httpStatus() {
      return why.httpStatus;
    }
  }

  /**
   * The store is down, and there is no spool, or it is full: the provider has to send it again. A
   * part of the signals may have been applied, which changes nothing about sending all again.
   */
  record Unavailable() implements IntakeResult {
    @Override
    public int httpStatus() {
      return 503;
    }
  }

  /** Why a request was refused. */
  enum Refusal {
    /** It does not prove that it comes from the provider, or is too old. */
    UNAUTHENTICATED(401),
    /** It cannot be read. */
    MALFORMED(400),
    /** It is longer than {@link ProviderIntakeBuilder#maxBytes}. */
    TOO_LARGE(413),
    /** The intake has no adapter of this name. */
    UNKNOWN_PROVIDER(404);

    private final int httpStatus;

    Refusal(int httpStatus) {
      this.httpStatus = httpStatus;
    }
  }
}
