package dev.sessionlifecycle.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A console behind the JDK's server, on a free port of this machine. */
final class ConsoleServer implements AutoCloseable {
  private final HttpServer server;

  ConsoleServer(Console console) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/ops/console", JdkConsole.handler(console));
    server.start();
  }

  /** The address of a page. */
  String at(String path) {
    return "http://localhost:" + server.getAddress().getPort() + "/ops/console/" + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
