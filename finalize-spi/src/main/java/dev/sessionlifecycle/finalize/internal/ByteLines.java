package dev.sessionlifecycle.finalize.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a stream, byte for byte, of which only so much is in memory as the caller asks for.
 * Not thread-safe.
 */
public final class ByteLines implements Closeable {

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int from;
  private int to;
  private byte[] line = new byte[1_024];
  private int length;
  private boolean open;
  private boolean whole;

  /** Reads a stream, which is closed with this. */
  public ByteLines(InputStream in) {
    this.in = in;
  }

  /**
   * Moves to the next line and reads the beginning of it.
   *
   * @param most how much of the line to read
   * @return whether there is another line
   */
  public boolean next(int most) throws IOException {
    rest(OutputStream.nullOutputStream());
    length = 0;
    whole = false;
    if (!fill()) {
      return false;
    }
    open = true;
    read(most);
    return true;
  }

  /** Reads more of the line, up to so many bytes in all. */
  public void read(int most) throws IOException {
    while (open && length < most) {
      if (fill()) {
        keep(Math.min(lineEnd(), from + most - length));
        whole = from < to && buffer[from] == '\n';
        from += whole ? 1 : 0;
      } else {
        whole = true;
      }
      open = !whole;
    }
  }

  /** Returns whether all of the line has been read. */
  public boolean isWhole() {
    return whole;
  }

  /** Returns what has been read of the line, without the line break. */
  public String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** Writes the whole line, also what has not been read of it, with a line break. */
  public void copyTo(OutputStream out) throws IOException {
    out.write(line, 0, length);
    rest(out);
    out.write('\n');
  }

  private void rest(OutputStream out) throws IOException {
    while (open && fill()) {
      int end = lineEnd();
      out.write(buffer, from, end - from);
      open = end == to;
      from = open ? end : end + 1;
    }
  }

  private int lineEnd() {
    int end = from;
    while (end < to && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private void keep(int end) {
    int more = end - from;
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, length, more);
    length += more;
    from = end;
  }

  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer));
    }
    return from < to;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
