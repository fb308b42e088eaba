package dev.sessionlifecycle.examples.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;

/** What is left of the body of a request that has its response. */
final class UnreadBody {
  private static final int MOST_DISCARDED = 16 << 20;

  private UnreadBody() {}

  /**
   * Reads the rest of the body, up to a bound. If the connection were closed at once, a client that
   * still sends would lose the response (RFC 9112, section 9.6).
   */
  static void discard(HttpExchange exchange) {
    InputStream body = exchange.getRequestBody();
    byte[] part = new byte[16 * 1024];
    try {
      int read = body.read(part);
      for (long left = MOST_DISCARDED; read >= 0 && left > 0; left -= read) {
        read = body.read(part);
      }
    } catch (IOException | RuntimeException e) { // the JDK fails so on a chunk size out of bounds
      // The client has its response, or is gone.
    }
  }
}
