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

/** Stands between one process and PostgreSQL, hands on what both say, and cuts them off. */
final class ServerProxy implements AutoCloseable {
  private final int serverPort;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> trap =
      new AtomicReference<>();

  /** To the server at this port of this machine. */
  ServerProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread("proxy", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection; answers how many there were. */
  int cut() {
    int cut = 0;
    for (ProxiedConnection connection : connections) {
      connection.cut();
      cut++;
    }
    return cut;
  }

  /** The next answer to a commit that wrote something is swallowed, with its connection. */
  CompletableFuture<Boolean> loseAcknowledgement() {
    CompletableFuture<Boolean> lost = new CompletableFuture<>();
    trap.set(lost);
    return lost;
  }

  /** From now on nothing is swallowed. */
  void forgive() {
    trap.set(null);
  }

  /** Whether the answer that has come is to be swallowed. */
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
        // Closed, or the client has gone again.
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
