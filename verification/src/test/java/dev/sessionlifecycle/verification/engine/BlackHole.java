package dev.sessionlifecycle.verification.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between a client and a local server. While it is dark, it accepts connections and bytes
 * but forwards nothing in either direction; what was under way arrives once it is light again, as
 * TCP would retransmit it, even if the client has long gone.
 */
final class BlackHole implements AutoCloseable {
  private final int serverPort;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean block;

  BlackHole(int serverPort) throws IOException {
    this.serverPort = serverPort;
    thread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void block(boolean value) {
    lock.lock();
    try {
      block = value;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = kept(listener.accept());
        thread(() -> connect(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void connect(Socket client) {
    try {
      awaitUnblocked();
      Socket server = kept(new Socket(InetAddress.getLoopbackAddress(), serverPort));
      thread(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] bytes = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        awaitUnblocked();
        out.write(bytes, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side is closed, so the other is closed too, as soon as the network lets it know.
    }
    awaitUnblocked();
    close(from);
    close(to);
  }

  private void awaitUnblocked() {
    lock.lock();
    try {
      while (block) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private Socket kept(Socket socket) throws IOException {
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "black-hole");
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
    block(false);
    sockets.forEach(BlackHole::close);
  }
}
