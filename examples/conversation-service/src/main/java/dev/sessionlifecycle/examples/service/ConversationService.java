package dev.sessionlifecycle.examples.service;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: the JDK's HTTP server in front of the library, with the finalizer in the background.
 */
public final class ConversationService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConversationService.class);
  private static final int STOP_SECONDS = 10;

  private final HttpServer server;
  private final ExecutorService requests = Threads.forRequests();
  private final SessionLifecycle lifecycle;
  private final FinalizerRun chains;

  private ConversationService(HttpServer server, SessionLifecycle lifecycle) {
    this.server = server;
    this.lifecycle = lifecycle;
    this.chains = lifecycle.finalizer().start();
  }

  /** Starts the service. */
  static ConversationService start(Settings settings) throws IOException {
    ApiKeys keys = settings.keys();
    InetSocketAddress address =
        keys == null
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port())
            : new InetSocketAddress(settings.port());
    HttpServer server = HttpServer.create(address, 0);
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(store(settings))
            .finalizeWith(
                FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive()))
            .build();
    ConversationService service = new ConversationService(server, lifecycle);
    List<Route> routes = new ArrayList<>(CloseEndpoints.routes());
    routes.addAll(TryOutEndpoints.routes());
    routes.addAll(service.health());
    server.createContext(
        "/", new ApiHandler(lifecycle, keys == null ? ApiKeys.demo() : keys, routes));
    server.setExecutor(service.requests);
    server.start();
    return service;
  }

  private static SessionStore store(Settings settings) {
    if (!settings.database().startsWith("jdbc:")) {
      return JdbcSessionStore.h2(settings.database());
    }
    return JdbcSessionStore.postgresBuilder(
            settings.database(), settings.user(), settings.password())
        .schemaMode(SchemaMode.MIGRATE)
        .build();
  }

  private List<Route> health() {
    return List.of(
        new Route("GET", "/healthz", Route.Access.OPEN, ErrorShape.FEATHER, call -> healthy()),
        new Route(
            "GET",
            "/v1/finalize/backlog",
            Route.Access.READ,
            ErrorShape.FEATHER,
            call -> backlog()));
  }

  private Reply healthy() {
    lifecycle.finalizer().snapshot();
    return Reply.ok(Json.object().put("status", "ok"));
  }

  private Reply backlog() {
    FinalizerSnapshot it = lifecycle.finalizer().snapshot();
    return Reply.ok(
        Json.object()
            .put("due", it.due())
            .put("leased", it.leased())
            .put("waiting", it.waiting())
            .put("parked", it.parked())
            .put("oldest_due_ms", it.oldestDue().toMillis()));
  }

  /** Returns the port. */
  int port() {
    return server.getAddress().getPort();
  }

  /** Finishes the requests and chains in progress, and stops. */
  @Override
  public void close() {
    server.stop(1);
    finish(requests);
    chains.close();
    lifecycle.close();
  }

  /** Never interrupts, because a thread may be in a call to the store. */
  private static void finish(ExecutorService executor) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.warn("something still runs; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Starts the service with settings from the environment and runs it until the process is stopped.
   */
  public static void main(String[] arguments) throws IOException {
    Settings settings = Settings.of(System.getenv());
    ConversationService service = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    log.info("listening on http://localhost:{}", service.port());
    if (settings.keys() == null) {
      log.warn(
          "on this machine only, with the keys {} and {}: set API_KEYS for your own",
          ApiKeys.DEMO_WRITE,
          ApiKeys.DEMO_READ);
    }
  }
}
