package dev.sessionlifecycle.examples.service;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: the JDK's HTTP server in front of the library, with the finalizer and housekeeping
 * in the background.
 */
public final class ConversationService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConversationService.class);

  private final HttpServer server;
  private final GracefulStop stop;
  private final SessionLifecycle lifecycle;
  private final FinalizerRun chains;
  private final HousekeepingRun housekeeping;
  private final @Nullable WebhookHandler webhooks;

  private ConversationService(
      HttpServer server,
      SessionLifecycle lifecycle,
      FinalizeChain chain,
      ApiKeys keys,
      @Nullable WebhookHandler webhooks) {
    this.server = server;
    this.lifecycle = lifecycle;
    this.webhooks = webhooks;
    List<Route> routes = new ArrayList<>(CloseEndpoints.routes());
    routes.addAll(TryOutEndpoints.routes());
    routes.addAll(OperatingEndpoints.routes(lifecycle));
    ApiHandler handler = new ApiHandler(lifecycle, keys, routes);
    RequestThreads threads = new RequestThreads();
    server.createContext("/", handler);
    if (webhooks != null) {
      server.createContext(WebhookHandler.PATH, webhooks);
    }
    server.setExecutor(threads);
    this.stop = new GracefulStop(server, handler, threads);
    this.chains = lifecycle.finalizer().start();
    this.housekeeping = lifecycle.housekeeping().start();
    ConsoleMount.add(server, lifecycle, chain, housekeeping, keys);
    server.start();
  }

  /** Starts the service. Where it cannot start, it leaves nothing open. */
  static ConversationService start(Settings settings) throws IOException {
    ServerLimits.apply();
    ApiKeys keys = settings.keys();
    InetSocketAddress address =
        keys == null
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port())
            : new InetSocketAddress(settings.port());
    HttpServer server = HttpServer.create(address, 0);
    SessionStore store = null;
    SessionLifecycle lifecycle = null;
    WebhookHandler webhooks = null;
    try {
      FinalizeChain chain =
          FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive());
      store = Database.open(settings);
      lifecycle =
          SessionLifecycle.builder(store)
              .finalizeWith(chain)
              .timeLimits(timeLimits(settings))
              .build();
      Hooks hooks = settings.hooks();
      webhooks = hooks == null ? null : new WebhookHandler(lifecycle, hooks);
      return new ConversationService(
          server, lifecycle, chain, keys == null ? ApiKeys.demo() : keys, webhooks);
    } catch (RuntimeException | Error | IOException e) {
      GracefulStop.stopNow(server);
      if (webhooks != null) {
        webhooks.close();
      }
      if (lifecycle != null) {
        lifecycle.close(); // with the finalizer, housekeeping and the store
      } else if (store != null) {
        store.close();
      }
      throw e;
    }
  }

  /**
   * The words of a call that webhooks report come after it, so none of them shows that it lives.
   */
  private static TimeLimits timeLimits(Settings settings) {
    TimeLimits limits = TimeLimits.defaults();
    return settings.hooks() == null ? limits : limits.withIdle("voice", Duration.ZERO);
  }

  /** Returns the port. */
  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Answers the requests in progress, finishes the steps in progress, gives the other chains back
   * and closes the store, in this order.
   */
  @Override
  public void close() {
    stop.run();
    if (webhooks != null) {
      webhooks.close();
    }
    chains.close();
    housekeeping.close();
    lifecycle.close();
  }

  /**
   * Starts the service with settings from the environment and runs it until the process is stopped.
   */
  public static void main(String[] arguments) {
    Settings settings;
    ConversationService service;
    try {
      settings = Settings.of(System.getenv());
      service = start(settings);
    } catch (Settings.UnusableException | SessionLifecycleException e) {
      fail(String.valueOf(e.getMessage()));
      return;
    } catch (BindException e) {
      fail("PORT: " + System.getenv().getOrDefault("PORT", "8080") + " is in use");
      return;
    } catch (IOException | RuntimeException e) {
      // the message may quote the URL of the database
      fail("DATABASE, PORT or API_KEYS cannot be used: " + e.getClass().getName());
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    log.info("listening on http://localhost:{}", service.port());
    if (settings.keys() == null) {
      log.warn(
          "on this machine only, with the keys {}, {} and {}: set API_KEYS for your own",
          ApiKeys.DEMO_WRITE,
          ApiKeys.DEMO_READ,
          ApiKeys.DEMO_OPERATOR);
    }
  }

  private static void fail(String why) {
    log.error("cannot start: {}", why);
    System.exit(1);
  }
}
