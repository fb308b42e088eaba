package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the texts of a session are shown: only if the user may read them, asks for them, and the
 * scrub is done. What is shown is recorded first.
 */
final class SessionTexts {
  /** Why texts are masked, or that they are not. */
  enum State {
    SHOWN("Texts are shown. This was recorded."),
    NOT_ASKED_FOR("Texts are masked until you ask for them."),
    NOT_PERMITTED("Texts are masked: reading them needs the permission to read texts."),
    NOT_SCRUBBED("Texts are masked: the scrub of this session is not done."),
    NOT_STORED("No texts are stored of this session, by choice."),
    ANONYMIZED("Texts and identities were removed from this session.");

    final String words;

    State(String words) {
      this.words = words;
    }
  }

  final State state;

  private SessionTexts(State state) {
    this.state = state;
  }

  static SessionTexts of(Visit visit, Session session, Optional<SessionChain> chain) {
    SessionTexts texts = new SessionTexts(state(visit, session, chain));
    if (texts.areShown()) {
      visit.record(
          ConsoleEvent.Action.TEXTS_SHOWN, List.of(session.id()), ConsoleEvent.Result.DONE, 1);
    }
    return texts;
  }

  private static State state(Visit visit, Session session, Optional<SessionChain> chain) {
    if (session.anonymized()) {
      return State.ANONYMIZED;
    } else if (session.storing() == Storing.FACTS_ONLY) {
      return State.NOT_STORED;
    } else if (!visit.may(ConsolePermission.READ_TEXTS)) {
      return State.NOT_PERMITTED;
    } else if (!isScrubbed(visit, session, chain)) {
      return State.NOT_SCRUBBED;
    }
    boolean isAsked = visit.request.parameter("texts").equals(Optional.of("show"));
    return isAsked ? State.SHOWN : State.NOT_ASKED_FOR;
  }

  private static boolean isScrubbed(Visit visit, Session session, Optional<SessionChain> chain) {
    return session.storing() == Storing.SCRUBBED_ON_WRITE
        || chain.stream()
            .flatMap(it -> it.steps().stream())
            .anyMatch(
                it ->
                    it.name().equals(visit.settings.scrubStep)
                        && it.progress() == SessionChain.Progress.DONE);
  }

  boolean areShown() {
    return state == State.SHOWN;
  }

  /** A text, or that it is masked; a dash where there is none. */
  Cell cell(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Cell.none();
    }
    return areShown() ? Cell.quote(text) : Cell.masked(state.words);
  }
}
