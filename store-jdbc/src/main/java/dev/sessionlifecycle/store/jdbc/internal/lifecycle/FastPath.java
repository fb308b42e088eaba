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
 * What a database can do in one statement. Empty means that nothing was done, and that the use case
 * has to be run under the lock of the row, which also explains a refusal; so a fast path never
 * refuses an open, an append or a transition. The defaults are those of a database without one.
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

  /** Closes sessions with the same terms, each once, in lock order. */
  default Optional<List<CloseReply>> closeAll(List<CloseIntent> inOrder) {
    return Optional.empty();
  }
}
