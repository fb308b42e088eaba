package dev.sessionlifecycle.examples.quickstart;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.console.Console;
import dev.sessionlifecycle.console.ConsoleAccess;
import dev.sessionlifecycle.console.ConsolePermission;
import dev.sessionlifecycle.console.ConsoleUser;
import dev.sessionlifecycle.console.JdkConsole;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;

/** The console on the database of {@link HelloSession}, for this machine alone. */
public final class HelloConsole {
  /** Takes a port; 8090 unless given. */
  public static void main(String[] arguments) throws IOException {
    int port = arguments.length == 0 ? 8090 : Integer.parseInt(arguments[0]);
    var chain = FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive());
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2("target/sessions"))
            .finalizeWith(chain)
            .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
            .build();
    HttpServer server = start(lifecycle, chain, port);
    System.out.println("http://localhost:" + server.getAddress().getPort() + "/");
  }

  static HttpServer start(SessionLifecycle lifecycle, FinalizeChain chain, int port)
      throws IOException {
    ConsoleUser user =
        ConsoleUser.reader("local", new UUID(0, 1))
            .withPermissions(ConsolePermission.VIEW, ConsolePermission.READ_TEXTS);
    Console console =
        Console.builder(lifecycle, ConsoleAccess.local(user)) // requests from this machine alone
            .title("Quickstart")
            .chain(chain)
            .build(); // read-only: actions(…) lets permitted users act
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", JdkConsole.handler(console));
    server.start();
    return server;
  }
}
