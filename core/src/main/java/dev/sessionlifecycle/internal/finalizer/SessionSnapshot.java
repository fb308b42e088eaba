package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * The session and its transcript, each read when a step first asks for it. Shared by the attempts
 * between two settlements; later attempts get a new snapshot, so that an attempt that hangs cannot
 * fill theirs with what it reads late.
 */
final class SessionSnapshot {
  private final ChainStore store;
  private final SessionKey key;
  private @Nullable ClosedSession session;
  private @Nullable Transcript transcript;

  SessionSnapshot(ChainStore store, SessionKey key) {
    this.store = store;
    this.key = key;
  }

  ClosedSession session() {
    ClosedSession read = session;
    if (read == null) {
      read = store.session(key).orElseThrow(() -> new IllegalStateException("the session is gone"));
      session = read;
    }
    return read;
  }

  Transcript transcript() {
    Transcript read = transcript;
    if (read == null) {
      read = store.transcript(key);
      transcript = read;
    }
    return read;
  }
}
