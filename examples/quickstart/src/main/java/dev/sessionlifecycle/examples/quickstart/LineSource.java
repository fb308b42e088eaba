package dev.sessionlifecycle.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Lines of UTF-8, one at a time. A line that is no UTF-8, or too long, spoils no other, which a
 * {@code BufferedReader} cannot promise.
 */
final class LineSource {
  static final int LONGEST = 16 << 20;

  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int number;

  LineSource(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Goes on to the next line; false at the end. */
  boolean next() throws IOException {
    bytes.reset();
    int b = in.read();
    if (b < 0) {
      return false;
    }
    number++;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (bytes.size() <= LONGEST) {
        bytes.write(b);
      }
    }
    return true;
  }

  /** The number of the line, counted from 1. */
  int number() {
    return number;
  }

  /** The text of the line, without its end, and without a byte order mark. */
  String text() throws BadLineException {
    if (bytes.size() > LONGEST) {
      throw new BadLineException("longer than " + (LONGEST >> 20) + " MiB");
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString()
              .strip();
      return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new BadLineException("not UTF-8");
    }
  }
}
