package dev.sessionlifecycle.benchmarks.campaign;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * One connection through a proxy. Both directions are read message by message: a type of one byte,
 * a length that includes itself, and a body; only the first message of a client has no type
 * (PostgreSQL, Frontend/Backend Protocol, Message Formats).
 */
final class ProxiedConnection {
  private final ServerProxy proxy;
  private final Socket client;
  private final Socket server;
  private final CommitWatch watch = new CommitWatch();

  ProxiedConnection(ServerProxy proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  void start() {
    ServerProxy.thread("proxy-up", () -> pump(client, server, true));
    ServerProxy.thread("proxy-down", () -> pump(server, client, false));
  }

  void cut() {
    close(client);
    close(server);
    proxy.ended(this);
  }

  private void pump(Socket from, Socket to, boolean up) {
    try {
      DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream()));
      if (up) {
        int length = in.readInt();
        out.writeInt(length);
        out.write(in.readNBytes(length - Integer.BYTES));
        out.flush();
      }
      while (pass(in, out, up)) {
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side is closed, so the other is closed too.
    }
    cut();
  }

  private boolean pass(DataInputStream in, DataOutputStream out, boolean up) throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] body = in.readNBytes(length - Integer.BYTES);
    if (body.length < length - Integer.BYTES) {
      return false;
    }
    if (up) {
      watch.said((char) type, body);
    } else if (watch.answered((char) type, body) && proxy.isToBeLost()) {
      return false;
    }
    out.writeByte(type);
    out.writeInt(length);
    out.write(body);
    return true;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }
}
