package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.TranscriptTooLargeException;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The session and its transcript, each read when a step first asks for it. Shared by the attempts
 * between two settlements; later attempts get a new snapshot, so that an attempt that hangs cannot
 * fill theirs with what it reads late.
 */
final class SessionSnapshot {
  private final ChainStore store;

  /** The most bytes of messages in a page, roughly; a page has at least one message. */
  private static final int PAGE_BYTES = 4 << 20;

  private static final int PAGE = 500;

  private final Limits limits;
  private final SessionKey key;
  private @Nullable ClosedSession session;
  private @Nullable Transcript transcript;

  SessionSnapshot(ChainStore store, Limits limits, SessionKey key) {
    this.store = store;
    this.limits = limits;
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
      read = new Transcript(whole());
      transcript = read;
    }
    return read;
  }

  private List<TranscriptMessage> whole() {
    List<TranscriptMessage> all = new ArrayList<>();
    long bytes = 0;
    for (Transcript page : pages()) {
      for (TranscriptMessage message : page) {
        bytes += Texts.utf8Length(message.text(), limits.transcriptBytes());
      }
      if (bytes > limits.transcriptBytes()) {
        throw new TranscriptTooLargeException(limits.transcriptBytes());
      }
      all.addAll(page.messages());
    }
    return all;
  }

  /** Returns the messages in pages that are read when they are asked for. */
  Iterable<Transcript> pages() {
    return Pages::new;
  }

  /** Drops what was read, since it has been changed. */
  void forget() {
    session = null;
    transcript = null;
  }

  /** Reads a page ahead, to know whether there is another. */
  private final class Pages implements Iterator<Transcript> {
    private final int limit = Math.max(1, Math.min(PAGE, PAGE_BYTES / limits.messageBytes()));
    private List<StoredMessage> next = store.transcript(key, 0, limit);

    @Override
    public boolean hasNext() {
      return !next.isEmpty();
    }

    @Override
    public Transcript next() {
      if (next.isEmpty()) {
        throw new NoSuchElementException();
      }
      List<StoredMessage> page = next;
      next =
          page.size() < limit
              ? List.of()
              : store.transcript(key, page.get(page.size() - 1).sequence(), limit);
      return new Transcript(
          page.stream()
              .map(it -> new TranscriptMessage(it.id(), it.role(), it.text(), it.sentAt()))
              .toList());
    }
  }
}
