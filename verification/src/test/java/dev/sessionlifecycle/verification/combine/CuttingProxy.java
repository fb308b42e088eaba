package dev.sessionlifecycle.verification.combine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network to a local server that breaks: at once, or when the server responds to a write. Then
 * the response is lost, so that the statement may have been committed although its sender sees an
 * error.
 */
final class CuttingProxy implements AutoCloseable {
  /** A request of fewer bytes is no write: it sets a connection up, or checks it. */
  private static final int LEAST_WRITE = 300;

  private final int serverPort;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
  private final AtomicInteger toLose = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  private static final class Relay {
    private final Socket client;
    private final Socket server;
    private volatile boolean isWrite;

    Relay(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void cut() {
      close(client);
      close(server);
    }
  }

  CuttingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    thread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection. */
  void cutAll() {
    new ArrayList<>(relays).forEach(Relay::cut);
  }

  /** Loses the next responses of the server to writes, each with its connection. */
  void loseResponses(int count) {
    toLose.set(count);
  }

  /** Returns how many responses were lost. */
  int lostResponses() {
    return lost.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Relay relay = new Relay(client, server);
        relays.add(relay);
        thread(() -> pump(relay, client, server, false));
        thread(() -> pump(relay, server, client, true));
      } catch (IOException e) {
        // Closed, or the client has gone.
      }
    }
  }

  private void pump(Relay relay, Socket from, Socket to, boolean isResponse) {
    byte[] bytes = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (!isResponse) {
          relay.isWrite = read >= LEAST_WRITE;
        } else if (relay.isWrite && toLose.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
          lost.incrementAndGet();
          break;
        }
        out.write(bytes, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side is closed, so the other is closed too.
    }
    relay.cut();
    relays.remove(relay);
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    List.copyOf(relays).forEach(Relay::cut);
  }
}
