package dev.sessionlifecycle.benchmarks.campaign;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A proxy between one process and PostgreSQL that forwards both directions and can cut them. */
final class ServerProxy implements AutoCloseable {
  private final int serverPort;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> trap =
      new AtomicReference<>();

  /** Creates a proxy for the server at this local port. */
  ServerProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread("proxy", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection; returns how many there were. */
  int cut() {
    int cut = 0;
    for (ProxiedConnection connection : connections) {
      connection.cut();
      cut++;
    }
    return cut;
  }

  /** Swallows the next response to a commit of a write, and cuts its connection. */
  CompletableFuture<Boolean> loseAcknowledgement() {
    CompletableFuture<Boolean> lost = new CompletableFuture<>();
    trap.set(lost);
    return lost;
  }

  /** Stops swallowing responses. */
  void forgive() {
    trap.set(null);
  }

  /** Whether the current response must be swallowed. */
  boolean isToBeLost() {
    CompletableFuture<Boolean> lost = trap.getAndSet(null);
    return lost != null && lost.complete(true);
  }

  void ended(ProxiedConnection connection) {
    connections.remove(connection);
  }

  static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        connect(client);
      } catch (IOException e) {
        // Closed, or the client has disconnected again.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      ProxiedConnection connection = new ProxiedConnection(this, client, server);
      connections.add(connection);
      connection.start();
    } catch (IOException e) { // the server is down: so is the connection
      client.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
