package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are forged, cut off, replayed, huge or deep change nothing. */
class HostilePayloadTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);
  private static final Instant NOW = SettableClock.START;

  private final SettableClock clock = SettableClock.create();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(InMemorySessionStore.create(clock)).clock(clock).build();

  @AfterEach
  void close() {
    lifecycle.close();
  }

  static List<ProviderPayload> payloads() {
    return ProviderPayloads.all();
  }

  static List<String> providers() {
    return SignedRequests.adapters().stream().map(ProviderAdapter::provider).toList();
  }

  private ProviderIntake intake() {
    ProviderIntakeBuilder builder =
        ProviderIntake.into(lifecycle)
            .clock(clock)
            .opening((organization, call) -> Optional.of(call.toRequest(new UUID(0, 2))));
    SignedRequests.adapters().forEach(builder::from);
    return builder.build();
  }

  private void refuses(IntakeResult.Refusal why, int status, String provider, ProviderRequest it) {
    IntakeResult result = intake().accept(ORGANIZATION, provider, it);
    assertEquals(new IntakeResult.Refused(why), result);
    assertEquals(status, result.httpStatus());
    assertTrue(lifecycle.organization(ORGANIZATION).list(SessionFilter.all()).items().isEmpty());
  }

  /** Signed as the provider would, so that it is read. */
  private static ProviderRequest signed(String provider, byte[] body) {
    return SignedRequests.signed(provider, body, NOW, SignedRequests.SECRET);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void a_payload_cut_off_anywhere_is_malformed_or_means_nothing(ProviderPayload payload) {
    byte[] body = payload.body();
    ProviderAdapter adapter = SignedRequests.adapter(payload.provider());
    for (int length = 0; length < body.length - 2; length += 1 + length / 20) {
      byte[] cut = Arrays.copyOf(body, length);
      if (!payload.provider().equals("twilio")) { // a form has no end
        assertThrows(MalformedPayloadException.class, () -> adapter.read(cut));
      } else {
        readsOrRefuses(adapter, cut);
      }
    }
  }

  private static void readsOrRefuses(ProviderAdapter adapter, byte[] body) {
    try {
      assertTrue(!adapter.read(body).isEmpty());
    } catch (MalformedPayloadException refused) {
      assertEquals("malformed_payload", refused.code());
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void a_forged_or_replayed_request_changes_nothing(String provider) {
    byte[] body = ProviderPayloads.of(provider).get(0).body();
    ProviderRequest forged = SignedRequests.signed(provider, body, NOW, "guessed");
    refuses(IntakeResult.Refusal.UNAUTHENTICATED, 401, provider, forged);
    if (List.of("livekit", "retell", "elevenlabs", "telnyx").contains(provider)) {
      ProviderRequest old =
          SignedRequests.signed(provider, body, NOW.minusSeconds(3_600), SignedRequests.SECRET);
      refuses(IntakeResult.Refusal.UNAUTHENTICATED, 401, provider, old);
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void ten_megabytes_are_refused_before_they_are_read(String provider) {
    byte[] huge = new byte[10 << 20];
    Arrays.fill(huge, (byte) ' ');
    refuses(IntakeResult.Refusal.TOO_LARGE, 413, provider, signed(provider, huge));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void a_payload_of_a_thousand_levels_is_malformed(String provider) {
    for (String deep :
        List.of(
            "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000),
            "{\"data\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}",
            "[".repeat(1_000))) {
      byte[] body = deep.getBytes(StandardCharsets.UTF_8);
      refuses(IntakeResult.Refusal.MALFORMED, 400, provider, signed(provider, body));
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void a_payload_of_too_many_tokens_or_long_names_is_malformed(String provider) {
    String tokens = "{\"x\":[" + "0,".repeat(1_100_000) + "0]}";
    String name = "{\"" + "n".repeat(60_000) + "\":1}";
    String number = "{\"x\":" + "9".repeat(5_000) + "}";
    for (String bad : List.of(tokens, name, number)) {
      byte[] body = bad.getBytes(StandardCharsets.UTF_8);
      refuses(IntakeResult.Refusal.MALFORMED, 400, provider, signed(provider, body));
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void values_of_the_wrong_kind_are_missing_or_malformed(String provider) {
    for (ProviderPayload payload : ProviderPayloads.of(provider)) {
      ProviderAdapter adapter = SignedRequests.adapter(provider);
      for (String value : List.of("1e999999999", "\"\"", "{}", "[]", "true", "-1", "null")) {
        String garbled = payload.text().replaceAll(": (\"[^\"]*\"|[\\d.]+)", ": " + value);
        readsOrRefuses(adapter, garbled.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void an_unknown_provider_and_a_form_of_too_many_fields_are_refused() {
    refuses(
        IntakeResult.Refusal.UNKNOWN_PROVIDER, 404, "acme", signed("vapi", new byte[] {'{', '}'}));
    byte[] form = "a=1&".repeat(1_001).getBytes(StandardCharsets.UTF_8);
    assertThrows(
        MalformedPayloadException.class, () -> SignedRequests.adapter("twilio").read(form));
  }

  @Test
  void an_id_that_no_store_could_keep_is_malformed() {
    ProviderPayload started = ProviderPayloads.of("retell", "call_started");
    for (String id : List.of("x".repeat(256), "\\u0000", "\\ud800")) {
      ProviderPayload bad = started.withReplaced(started.callId(), id);
      assertThrows(
          MalformedPayloadException.class, () -> SignedRequests.adapter("retell").read(bad.body()));
    }
  }
}
