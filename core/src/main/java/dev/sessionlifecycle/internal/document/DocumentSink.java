package dev.sessionlifecycle.internal.document;

import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where an export goes: the caller's stream. It is written while no connection is held, and never
 * closed. What it throws is remembered, so that it is not taken for a failure of the archive. Not
 * thread-safe.
 */
public final class DocumentSink {
  private final CallersStream to;
  private final OutputStream out;

  /** Writes to this stream. */
  public DocumentSink(OutputStream to) {
    this.to = new CallersStream(to);
    this.out = new BufferedOutputStream(this.to, 1 << 14);
  }

  /** Writes a session, with what the store has of it. */
  public void write(SessionStore store, Session session, Limits limits) throws IOException {
    SessionContents contents = SessionContents.of(store, session, limits);
    SessionDocument.writeLine(
        session, contents.messages(), contents.history(), contents.evals(), out);
  }

  /** Returns the stream for documents that were written elsewhere. */
  public OutputStream stream() {
    return out;
  }

  /** Throws what the caller's stream has thrown, if it has. */
  public void rethrow() throws IOException {
    to.rethrow();
  }

  /** Passes everything on. */
  public void flush() throws IOException {
    out.flush();
  }

  private static final class CallersStream extends OutputStream {
    private final OutputStream to;
    private @Nullable Throwable failure;

    CallersStream(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      rethrow();
      try {
        to.write(bytes, from, length);
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      rethrow();
      to.flush();
    }

    void rethrow() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
