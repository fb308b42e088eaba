package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.util.List;
import java.util.Optional;

/**
 * Operations that a database can do in a single statement. Empty means that nothing was done and
 * that the use case must run under the row lock, which also determines why it is refused; a fast
 * path therefore never refuses an open, an append or a transition. The defaults are for a database
 * without a fast path.
 */
public interface FastPath {

  default Optional<OpenResult> open(OpenIntent intent) {
    return Optional.empty();
  }

  default Optional<AppendReply> append(AppendIntent intent) {
    return Optional.empty();
  }

  default Optional<TransitionReply> transition(TransitionIntent intent) {
    return Optional.empty();
  }

  default Optional<CloseReply> close(CloseIntent intent) {
    return Optional.empty();
  }

  /** Closes distinct sessions with the same defaults, in lock order. */
  default Optional<List<CloseReply>> closeAll(List<CloseIntent> inOrder) {
    return Optional.empty();
  }

  /** Appends to distinct sessions, see {@link dev.sessionlifecycle.spi.SessionStore}. */
  default Optional<List<Optional<AppendReply>>> tryAppendAll(List<AppendIntent> intents) {
    return Optional.empty();
  }

  /** Moves distinct sessions, see {@link dev.sessionlifecycle.spi.SessionStore}. */
  default Optional<List<Optional<TransitionReply>>> tryTransitionAll(
      List<TransitionIntent> intents) {
    return Optional.empty();
  }

  /** Closes distinct sessions, see {@link dev.sessionlifecycle.spi.SessionStore}. */
  default Optional<List<Optional<CloseReply>>> tryCloseAll(List<CloseIntent> intents) {
    return Optional.empty();
  }

  /** How many of the last three statements suit the database best at a time; 0 for none. */
  default int combinedStatements() {
    return 0;
  }
}
