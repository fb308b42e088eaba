package dev.sessionlifecycle.http.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts over HTTP/1.1 and TLS to addresses that it has checked to be public. It looks the name up
 * once and connects to the very address that it has checked, so a name server that answers
 * otherwise the second time is never asked; the client of the JDK looks names up by itself. The
 * name stays in the certificate check, in SNI and in the header {@code Host}. Uses no proxy, keeps
 * no connection, and reads nothing behind the headers of the response.
 *
 * <p>The timeout covers everything but the name service, which Java cannot interrupt. An interrupt
 * ends the wait for the receiver, in the handshake of TLS or for the response, within a second, and
 * nothing more is sent. The name service, a connect, and the sending of a request that is larger
 * than the send buffer to a receiver that does not read end by themselves.
 */
final class PinnedPost implements HttpPost {

  /** Looks up all addresses of a name. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Connects a socket. */
  interface Connector {
    void connect(Socket socket, InetSocketAddress address, int millis) throws IOException;
  }

  private static final int LONGEST_HEAD = 16 * 1024;

  /** A request of this size leaves without waiting for a receiver that does not read. */
  private static final int SEND_BUFFER = 128 * 1024;

  /** How long a read may go on without looking whether its thread was interrupted. */
  private static final int SLICE_MILLIS = 1_000;

  private static final int HTTPS = 443;

  private final Resolver resolver;
  private final Connector connector;
  private final SSLSocketFactory tls;
  private final Duration timeout;

  PinnedPost(Resolver resolver, Connector connector, SSLSocketFactory tls, Duration timeout) {
    this.resolver = resolver;
    this.connector = connector;
    this.tls = tls;
    this.timeout = timeout;
  }

  /** Returns one that asks the name service of the system. */
  static PinnedPost of(SSLSocketFactory tls, Duration timeout) {
    return new PinnedPost(InetAddress::getAllByName, Socket::connect, tls, timeout);
  }

  @Override
  public ResponseHead send(URI endpoint, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    String host = endpoint.getHost();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    InetAddress[] addresses = resolver.resolve(name);
    for (InetAddress address : addresses) {
      if (!PublicAddresses.isPublic(address)) {
        throw new RefusedAddressException();
      }
    }
    int port = endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
    long end = System.nanoTime() + timeout.toNanos();
    try (TimedSocket socket = connect(addresses, port, end)) {
      // The plain socket is closed alone: closing TLS properly would wait for the other side.
      SSLSocket secure = (SSLSocket) tls.createSocket(socket, name, port, false);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      OutputStream out = secure.getOutputStream();
      out.write(request(endpoint, host, port, headers, body));
      out.flush();
      return read(secure.getInputStream());
    } catch (IOException e) {
      // also where Java has closed the socket because a virtual thread was interrupted
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      if (end - System.nanoTime() <= 0) {
        HttpTimeoutException late = new HttpTimeoutException("no response within " + timeout);
        late.initCause(e);
        throw late;
      }
      throw e;
    }
  }

  /** Connects to the first address that accepts; nothing has been sent to those before it. */
  private TimedSocket connect(InetAddress[] addresses, int port, long end) throws IOException {
    IOException last = new UnknownHostException();
    for (InetAddress address : addresses) {
      TimedSocket socket = new TimedSocket(end);
      boolean isConnected = false;
      try {
        socket.setSendBufferSize(SEND_BUFFER);
        socket.setTcpNoDelay(true);
        connector.connect(socket, new InetSocketAddress(address, port), socket.millisLeft());
        isConnected = true;
        return socket;
      } catch (IOException e) {
        last = e;
      } finally {
        if (!isConnected) {
          socket.close();
        }
      }
    }
    throw last;
  }

  private static byte[] request(
      URI endpoint, String host, int port, Map<String, String> headers, byte[] body) {
    String path = endpoint.getRawPath();
    String query = endpoint.getRawQuery();
    StringBuilder head = new StringBuilder("POST ");
    head.append(path == null || path.isEmpty() ? "/" : path);
    if (query != null) {
      head.append('?').append(query);
    }
    head.append(" HTTP/1.1\r\nHost: ").append(host);
    if (port != HTTPS) {
      head.append(':').append(port);
    }
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    head.append("\r\nContent-Length: ").append(body.length);
    head.append("\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length);
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  /** Reads to the end of the headers, past interim responses (RFC 9110, 15.2). */
  private static ResponseHead read(InputStream in) throws IOException {
    int read = 0;
    while (true) {
      String line = line(in, LONGEST_HEAD - read);
      read += line.length();
      if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
        throw new IOException("the response is no HTTP/1.1");
      }
      int status = Integer.parseInt(line.substring(9, 12));
      Optional<String> retryAfter = Optional.empty();
      for (line = line(in, LONGEST_HEAD - read);
          !line.isEmpty();
          line = line(in, LONGEST_HEAD - read)) {
        read += line.length();
        int colon = line.indexOf(':');
        if (colon > 0
            && line.substring(0, colon).toLowerCase(Locale.ROOT).equals("retry-after")
            && retryAfter.isEmpty()) {
          retryAfter = Optional.of(line.substring(colon + 1));
        }
      }
      if (status >= 200) {
        return new ResponseHead(status, retryAfter);
      }
    }
  }

  private static String line(InputStream in, int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed before the response");
      }
      if (line.size() >= most) {
        throw new IOException("the headers are longer than " + LONGEST_HEAD + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * Every read ends when the exchange has to, however little arrives each time, and soon after its
   * thread was interrupted. TLS, which lies above, sees none of the reads that are tried again.
   */
  private static final class TimedSocket extends Socket {
    private final long end;

    TimedSocket(long end) {
      this.end = end;
    }

    int millisLeft() throws SocketTimeoutException {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException("no time is left");
      }
      return (int) Math.min(left / 1_000_000 + 1, Integer.MAX_VALUE);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          while (true) {
            if (Thread.currentThread().isInterrupted()) {
              throw new InterruptedIOException();
            }
            setSoTimeout(Math.min(millisLeft(), SLICE_MILLIS));
            try {
              return super.read(bytes, from, length);
            } catch (SocketTimeoutException e) {
              // nothing has arrived: see whether there is a reason to stop, and wait on
            }
          }
        }
      };
    }
  }
}
