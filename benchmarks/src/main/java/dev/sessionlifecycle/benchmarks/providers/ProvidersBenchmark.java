package dev.sessionlifecycle.benchmarks.providers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.providers.IntakeResult;
import dev.sessionlifecycle.providers.ProviderAdapter;
import dev.sessionlifecycle.providers.ProviderIntake;
import dev.sessionlifecycle.providers.ProviderIntakeBuilder;
import dev.sessionlifecycle.providers.ProviderRequest;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.ProviderSignatures;
import dev.sessionlifecycle.testkit.SettableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Takes whole calls of five providers on one thread: parses their webhooks with Jackson alone;
 * verifies and reads them; and verifies, reads and applies them to sessions in memory. The same
 * bodies each time, medians of rounds that alternate.
 */
final class ProvidersBenchmark {
  private static final int CALLS = 100;
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 11;
  private static final String SECRET = "secret";
  private static final String HEADER = "X-Api-Key";
  private static final UUID ORGANIZATION = new UUID(0, 1);
  private static final UUID END_USER = new UUID(0, 2);

  private static final Map<String, List<String>> EVENTS =
      Map.of(
          "livekit",
          List.of(
              "room_started",
              "participant_joined_caller",
              "participant_joined_agent",
              "participant_left_caller",
              "participant_left_agent",
              "room_finished"),
          "vapi",
          List.of(
              "status-update_ringing",
              "status-update_in-progress",
              "status-update_ended",
              "end-of-call-report"),
          "retell",
          List.of("call_started", "call_ended", "call_analyzed"),
          "elevenlabs",
          List.of("post_call_transcription"),
          "amazon-connect",
          List.of(
              "INITIATED",
              "QUEUED",
              "CONNECTED_TO_AGENT",
              "DISCONNECTED",
              "COMPLETED",
              "contact_record"));

  /** A request, and the adapter for it. */
  private record Webhook(ProviderAdapter adapter, ProviderRequest request) {}

  private final SettableClock clock = SettableClock.create();
  private final JsonFactory json = new JsonFactory();
  private final List<ProviderAdapter> adapters =
      List.of(
          ProviderAdapter.livekit("key", SECRET),
          ProviderAdapter.vapi(SECRET),
          ProviderAdapter.retell(SECRET),
          ProviderAdapter.elevenLabs(SECRET),
          ProviderAdapter.amazonConnect(HEADER, SECRET));
  private final List<Webhook> webhooks = new ArrayList<>();
  private long tokens;

  private ProvidersBenchmark() {
    for (int call = 0; call < CALLS; call++) {
      for (ProviderAdapter adapter : adapters) {
        String provider = adapter.provider();
        for (String event : EVENTS.getOrDefault(provider, List.of())) {
          String id = provider + "-" + call;
          ProviderPayload payload = ProviderPayloads.of(provider, event).withCallId(id);
          webhooks.add(new Webhook(adapter, signed(payload)));
        }
      }
    }
  }

  private ProviderRequest signed(ProviderPayload payload) {
    byte[] body = payload.body();
    Map<String, String> headers =
        switch (payload.provider()) {
          case "livekit" -> ProviderSignatures.livekit("key", SECRET, body, clock.instant());
          case "vapi" -> ProviderSignatures.vapi(SECRET);
          case "retell" -> ProviderSignatures.retell(SECRET, body, clock.instant());
          case "elevenlabs" -> ProviderSignatures.elevenLabs(SECRET, body, clock.instant());
          default -> Map.of(HEADER, SECRET);
        };
    return ProviderRequest.of(headers, body);
  }

  /** Runs the program; it takes no arguments. */
  public static void main(String[] args) throws IOException {
    new ProvidersBenchmark().run();
  }

  private void run() throws IOException {
    long[] parseTimes = new long[ROUNDS];
    long[] readTimes = new long[ROUNDS];
    long[] applyTimes = new long[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long parse = time(this::parseAll);
      long readOnly = time(this::readAll);
      long apply = applyAll();
      if (round >= 0) {
        parseTimes[round] = parse;
        readTimes[round] = readOnly;
        applyTimes[round] = apply;
      }
    }
    double parsed = perSecond(parseTimes);
    double read = perSecond(readTimes);
    double applied = perSecond(applyTimes);
    long bytes = webhooks.stream().mapToLong(it -> it.request().body().length).sum();
    System.out.printf(
        Locale.ROOT,
        "%d webhooks of %d calls, %d bytes on average, on one thread; tokens in all: %d%n",
        webhooks.size(),
        CALLS * EVENTS.size(),
        bytes / webhooks.size(),
        tokens);
    System.out.println("webhooks per second: parsed by Jackson alone, every token read;");
    System.out.println("verified and read into signals; verified, read and applied in memory");
    figure("providers.parsed_per_second", parsed);
    figure("providers.read_per_second", read);
    figure("providers.applied_per_second", applied);
    System.out.println("how many webhooks are applied in the time in which Jackson parses one");
    figure("providers.vs_parse", applied / parsed);
    new BarChart("Webhooks of providers, on one thread", "webhooks per second")
        .bar("webhooks per second", "verified, read, applied", applied)
        .bar("webhooks per second", "verified and read", read)
        .bar("webhooks per second", "parsed by Jackson alone", parsed)
        .writeIfAsked("providers");
  }

  private static void figure(String name, double value) {
    System.out.printf(
        Locale.ROOT, value < 10 ? "figure %s %.3f%n" : "figure %s %.0f%n", name, value);
  }

  private double perSecond(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return webhooks.size() * 1e9 / sorted[sorted.length / 2];
  }

  private long time(ToLongFunction<Webhook> work) {
    long begin = System.nanoTime();
    long result = 0;
    for (Webhook each : webhooks) {
      result += work.applyAsLong(each);
    }
    long nanos = System.nanoTime() - begin;
    tokens = Math.max(tokens, result);
    return nanos;
  }

  private long parseAll(Webhook webhook) {
    try (JsonParser parser = json.createParser(webhook.request().body())) {
      long read = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        read += parser.getTextLength() < 0 ? 0 : 1;
      }
      return read;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long readAll(Webhook webhook) {
    webhook.adapter().verify(webhook.request(), clock.instant());
    return webhook.adapter().read(webhook.request().body()).size();
  }

  /** Applies to an empty store, whose making is not measured. */
  private long applyAll() {
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(InMemorySessionStore.create(clock)).clock(clock).build()) {
      ProviderIntakeBuilder builder =
          ProviderIntake.into(lifecycle)
              .clock(clock)
              .opening((organization, call) -> Optional.of(call.toRequest(END_USER)));
      adapters.forEach(builder::from);
      ProviderIntake intake = builder.build();
      return time(
          it -> {
            IntakeResult result =
                intake.accept(ORGANIZATION, it.adapter().provider(), it.request());
            if (result.httpStatus() != 200) {
              throw new IllegalStateException("a webhook was not applied");
            }
            return 1;
          });
    }
  }
}
