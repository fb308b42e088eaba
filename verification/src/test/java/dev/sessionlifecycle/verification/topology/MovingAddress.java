package dev.sessionlifecycle.verification.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One address that leads to one server at a time; connections stay with the server they found. */
final class MovingAddress implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int serverPort;

  MovingAddress(int serverPort) {
    this.serverPort = serverPort;
    try {
      this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Leads new connections to this server. */
  void moveTo(int port) {
    serverPort = port;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        thread(() -> connect(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      thread(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      // The server is away: the client sees a closed connection.
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One side is gone, so the other is closed too.
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "moving-address");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
