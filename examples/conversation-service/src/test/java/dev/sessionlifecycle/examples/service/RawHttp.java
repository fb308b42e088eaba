package dev.sessionlifecycle.examples.service;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A connection on which a test writes requests byte by byte. */
final class RawHttp implements AutoCloseable {
  private static final int MILLIS = 30_000;

  /** A response: the status line and the headers as they came, and the body. */
  record Response(int status, List<String> headers, String body) {
    /** Returns the value of a header, or an empty text. */
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Thrown if a connection ends within a response. */
  static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;

    CutException() {
      super("the connection ended within a response");
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void write(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
  }

  /** Signals to the server that nothing more will come. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  Response exchange(String method, String path, String headers, String body) throws IOException {
    write(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + headers
            + "Content-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
    return read(!method.equals("HEAD"));
  }

  /** Reads a response; an {@link EOFException} if the connection ends before its first byte. */
  Response read(boolean hasBody) throws IOException {
    List<String> lines = new ArrayList<>();
    String status = line(true);
    for (String line = line(false); !line.isEmpty(); line = line(false)) {
      lines.add(line);
    }
    Response head = new Response(Integer.parseInt(status.split(" ")[1]), lines, "");
    String length = head.header("Content-Length");
    if (!hasBody || length.isEmpty()) {
      return head;
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    if (body.length < Integer.parseInt(length)) {
      throw new CutException();
    }
    return new Response(head.status(), lines, new String(body, StandardCharsets.UTF_8));
  }

  private String line(boolean first) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw first && line.isEmpty() ? new EOFException() : new CutException();
      } else if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
