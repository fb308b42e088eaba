package dev.sessionlifecycle.examples.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.providers.IntakeResult;
import dev.sessionlifecycle.providers.ProviderIntake;
import dev.sessionlifecycle.providers.ProviderIntakeBuilder;
import dev.sessionlifecycle.providers.ProviderRequest;
import dev.sessionlifecycle.providers.ProviderSignal;
import dev.sessionlifecycle.providers.ProviderSpool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /hooks/{provider}}: webhooks of voice platforms, which open and end sessions. */
final class WebhookHandler implements HttpHandler, AutoCloseable {
  static final String PATH = "/hooks/";

  private static final Logger log = LoggerFactory.getLogger(WebhookHandler.class);
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final int DRAIN_SECONDS = 5;

  private final Hooks hooks;
  private final ProviderIntake intake;
  private final @Nullable ProviderSpool spool;
  private final ScheduledExecutorService drainer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "spool");
            thread.setDaemon(true);
            return thread;
          });

  WebhookHandler(SessionLifecycle lifecycle, Hooks hooks) throws IOException {
    this.hooks = hooks;
    ProviderIntakeBuilder builder =
        ProviderIntake.into(lifecycle)
            .opening((organization, call) -> Optional.of(call.toRequest(endUser(call))));
    hooks.adapters().forEach(builder::from);
    this.spool = hooks.spool() == null ? null : ProviderSpool.open(hooks.spool());
    try {
      this.intake = (spool == null ? builder : builder.spool(spool)).build();
    } catch (RuntimeException e) {
      if (spool != null) {
        spool.close();
      }
      throw e;
    }
    if (spool != null) {
      ScheduledFuture<?> unused =
          drainer.scheduleWithFixedDelay(this::drain, 0, DRAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** An application looks the number up among its customers; here each is a customer. */
  private static UUID endUser(ProviderSignal.Began call) {
    String hint = call.endUserHint() == null ? call.ref().id() : call.endUserHint();
    return UUID.nameUUIDFromBytes(hint.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = status(exchange);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (status == 413) { // what was not read would be taken for the next request
        exchange.getResponseHeaders().set("Connection", "close");
      }
      exchange.sendResponseHeaders(status, NOTHING.length);
      exchange.getResponseBody().write(NOTHING);
      exchange.getResponseBody().flush();
      UnreadBody.discard(exchange);
    }
  }

  private int status(HttpExchange exchange) {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return 405;
    }
    try {
      byte[] body = exchange.getRequestBody().readNBytes(intake.maxBytes() + 1);
      String provider = exchange.getRequestURI().getPath().substring(PATH.length());
      IntakeResult result =
          intake.accept(
              hooks.organizationId(),
              provider,
              ProviderRequest.of(
                  hooks.publicUrl() + exchange.getRequestURI(),
                  firstOfEach(exchange.getRequestHeaders()),
                  body));
      return result.httpStatus();
    } catch (IOException e) {
      return 400; // it was not received whole
    } catch (RuntimeException bug) {
      log.error("a webhook failed", bug);
      return 500;
    }
  }

  private static Map<String, String> firstOfEach(Headers headers) {
    Map<String, String> first = new HashMap<>();
    headers.forEach((name, values) -> first.put(name, values.get(0)));
    return first;
  }

  /** Throws nothing, not even an error: it would end the schedule, and nothing more be drained. */
  void drain() {
    try {
      int applied = intake.drain();
      if (applied > 0) {
        log.info("{} webhooks were applied that came while the store was down", applied);
      }
    } catch (IOException | RuntimeException | Error e) {
      log.error("the spool cannot be drained", e);
    }
  }

  /** Stops draining; what is left is drained after the next start. */
  @Override
  public void close() {
    drainer.shutdown();
    try {
      if (!drainer.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("the spool is still being drained");
      }
      if (spool != null) {
        spool.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.error("the spool cannot be closed", e);
    }
  }
}
