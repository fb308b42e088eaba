package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.finalizer.SessionChain.Result;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The words and colours of what the library names. */
final class Labels {
  private Labels() {}

  static Tone tone(SessionStatus status) {
    return switch (status) {
      case ACTIVE -> Tone.GOOD;
      case WAITING_FOR_HUMAN, AWAITING_APPROVAL, EXPIRED -> Tone.WARN;
      case ERROR -> Tone.BAD;
      case CLOSED, SUPERSEDED, UNRECOGNIZED -> Tone.NEUTRAL;
      default -> Tone.INFO;
    };
  }

  static Cell status(Session session) {
    return Cell.badge(tone(session.status()), Formats.words(session.statusText()));
  }

  static Tone tone(OutcomeCategory outcome) {
    return switch (outcome) {
      case RESOLVED -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case UNRESOLVED, ABANDONED -> Tone.WARN;
      case ESCALATED -> Tone.INFO;
      default -> Tone.NEUTRAL;
    };
  }

  static Cell outcome(@Nullable OutcomeCategory outcome) {
    return outcome == null ? Cell.none() : Cell.badge(tone(outcome), Formats.words(outcome.wire()));
  }

  static Cell reason(@Nullable TerminationReason reason) {
    return Cell.text(reason == null ? null : Formats.words(reason.wire()));
  }

  /** The class of the colour of an outcome in a chart. */
  static String css(OutcomeCategory outcome) {
    return "o-" + outcome.wire();
  }

  static Tone tone(Progress progress) {
    return switch (progress) {
      case DONE -> Tone.GOOD;
      case PENDING -> Tone.INFO;
      case PARKED -> Tone.BAD;
      case SKIPPED -> Tone.NEUTRAL;
    };
  }

  static Cell progress(Progress progress) {
    return Cell.badge(tone(progress), Formats.words(progress.name()));
  }

  static Cell result(Result result) {
    Tone tone =
        switch (result) {
          case DONE -> Tone.GOOD;
          case RETRY, LOST -> Tone.WARN;
          case FAILED, PARKED -> Tone.BAD;
          case SKIPPED, REPLAYED -> Tone.NEUTRAL;
        };
    return Cell.badge(tone, Formats.words(result.name()));
  }

  static Cell sessionLink(Visit visit, UUID sessionId) {
    return Cell.code(Formats.shortId(sessionId))
        .to(visit.href("sessions/" + sessionId))
        .titled(sessionId.toString());
  }
}
