package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.ProviderSignatures;
import dev.sessionlifecycle.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What proves that a request comes from its provider. */
class SignatureTest {
  private static final Instant NOW = SettableClock.START;

  /** Those that sign the body; the others send a secret beside it. */
  private static final Set<String> SIGNING =
      Set.of("livekit", "twilio", "retell", "elevenlabs", "telnyx");

  /** Those that sign a time. */
  private static final Set<String> TIMED = Set.of("livekit", "retell", "elevenlabs", "telnyx");

  static List<ProviderPayload> payloads() {
    return ProviderPayloads.all();
  }

  static Stream<ProviderPayload> firstOfEach() {
    return SignedRequests.adapters().stream().map(it -> ProviderPayloads.of(it.provider()).get(0));
  }

  private static void refuses(ProviderAdapter adapter, ProviderRequest request, Instant at) {
    UnauthenticatedException refused =
        assertThrows(UnauthenticatedException.class, () -> adapter.verify(request, at));
    assertFalse(refused.getMessage().contains("secret"), "the message echoes nothing");
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void a_signed_payload_is_accepted(ProviderPayload payload) {
    ProviderAdapter adapter = SignedRequests.adapter(payload.provider());
    assertDoesNotThrow(() -> adapter.verify(SignedRequests.signed(payload, NOW), NOW));
  }

  @ParameterizedTest
  @MethodSource("firstOfEach")
  void the_previous_secret_is_accepted_and_another_is_not(ProviderPayload payload) {
    ProviderAdapter adapter = SignedRequests.adapter(payload.provider());
    if (!payload.provider().equals("telnyx")) {
      ProviderRequest previous =
          SignedRequests.signed(payload.provider(), payload.body(), NOW, SignedRequests.PREVIOUS);
      assertDoesNotThrow(() -> adapter.verify(previous, NOW));
    }
    refuses(adapter, SignedRequests.signed(payload.provider(), payload.body(), NOW, "x"), NOW);
  }

  @ParameterizedTest
  @MethodSource("firstOfEach")
  void a_changed_or_truncated_body_is_refused(ProviderPayload payload) {
    if (!SIGNING.contains(payload.provider())) {
      return;
    }
    ProviderAdapter adapter = SignedRequests.adapter(payload.provider());
    ProviderRequest signed = SignedRequests.signed(payload, NOW);
    byte[] body = payload.body();
    byte[] changed = body.clone();
    changed[body.length / 2] ^= 1;
    for (byte[] other : List.of(changed, Arrays.copyOf(body, body.length - 5), new byte[0])) {
      refuses(adapter, with(signed, other), NOW);
    }
  }

  private static ProviderRequest with(ProviderRequest signed, byte[] body) {
    Map<String, String> headers = new java.util.HashMap<>();
    for (String name :
        List.of(
            "Authorization",
            "X-Twilio-Signature",
            "X-Retell-Signature",
            "ElevenLabs-Signature",
            "telnyx-timestamp",
            "telnyx-signature-ed25519")) {
      signed.header(name).ifPresent(value -> headers.put(name, value));
    }
    return ProviderRequest.of(signed.url(), headers, body);
  }

  @ParameterizedTest
  @MethodSource("firstOfEach")
  void a_request_without_or_with_garbled_headers_is_refused(ProviderPayload payload) {
    ProviderAdapter adapter = SignedRequests.adapter(payload.provider());
    refuses(adapter, ProviderRequest.of(Map.of(), payload.body()), NOW);
    for (String garbled : List.of("", " ", "v=,d=", "t=1,v0=zz", "a.b.c", "Bearer ", "===", "é")) {
      Map<String, String> headers =
          Map.of(
              "Authorization", garbled,
              "X-Twilio-Signature", garbled,
              "X-Vapi-Secret", garbled,
              "X-Signature", garbled,
              "X-Timestamp", garbled,
              "X-Retell-Signature", garbled,
              "ElevenLabs-Signature", garbled,
              "X-Api-Key", garbled,
              "telnyx-timestamp", garbled,
              "telnyx-signature-ed25519", garbled);
      refuses(adapter, ProviderRequest.of("", headers, payload.body()), NOW);
    }
  }

  @ParameterizedTest
  @MethodSource("firstOfEach")
  void a_replayed_request_is_refused_where_a_time_is_signed(ProviderPayload payload) {
    ProviderAdapter adapter = SignedRequests.adapter(payload.provider());
    ProviderRequest signed = SignedRequests.signed(payload, NOW);
    Duration window =
        payload.provider().equals("elevenlabs")
            ? Duration.ofMinutes(30)
            : ProviderAdapter.REPLAY_WINDOW;
    Instant inTime = NOW.plus(window).minusSeconds(1);
    Instant late = NOW.plus(window).plusSeconds(1);
    Instant early = NOW.minus(window).minusSeconds(1);
    assertDoesNotThrow(() -> adapter.verify(signed, inTime));
    if (TIMED.contains(payload.provider())) {
      refuses(adapter, signed, late);
      refuses(adapter, signed, early);
    } else {
      assertDoesNotThrow(() -> adapter.verify(signed, NOW.plus(Duration.ofDays(1))));
    }
  }

  /** The examples of Twilio's page on security, and of the tests of its libraries. */
  @ParameterizedTest
  @CsvSource({
    "'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309"
        + "&To=%2B18005551212', RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    "'To=%2B18005551212&CallSid=CA1234567890ABCDE&Digits=1234&From=%2B12349013030"
        + "&Caller=%2B12349013030', 0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
    "'Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234', "
        + "IK+Dwps556ElfBT0I3Rgjkr1wJU="
  })
  void the_published_signatures_of_twilio_are_accepted(String form, String signature) {
    ProviderAdapter adapter = ProviderAdapter.twilio("12345");
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = Map.of("x-twilio-signature", signature);
    String url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    assertDoesNotThrow(() -> adapter.verify(ProviderRequest.of(url, headers, body), NOW));
    String withPort = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
    assertDoesNotThrow(() -> adapter.verify(ProviderRequest.of(withPort, headers, body), NOW));
    String other = "https://mycompany.com/myapp.php?foo=1&bar=3";
    refuses(adapter, ProviderRequest.of(other, headers, body), NOW);
  }

  @Test
  void a_bearer_token_is_accepted_from_vapi() {
    ProviderAdapter adapter = ProviderAdapter.vapi("a", "b");
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    adapter.verify(ProviderRequest.of(Map.of("authorization", "Bearer b"), body), NOW);
    refuses(adapter, ProviderRequest.of(Map.of("authorization", "b"), body), NOW);
  }

  @ParameterizedTest
  @CsvSource({"HmacSHA256, '', 1000", "HmacSHA256, sha256=, 1", "HmacSHA512, '', 1"})
  void an_hmac_credential_is_accepted_from_vapi(String algorithm, String prefix, long perSecond) {
    ProviderAdapter adapter = ProviderAdapter.vapi("a", "b");
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    String time = Long.toString(NOW.getEpochSecond() * perSecond);
    byte[] digest = Secrets.hmac(algorithm, "b", Secrets.bytes(time + "."), body);
    String signature = prefix + HexFormat.of().formatHex(digest);
    Map<String, String> headers = Map.of("x-timestamp", time, "x-signature", signature);
    ProviderRequest signed = ProviderRequest.of(headers, body);
    adapter.verify(signed, NOW.plusSeconds(299));
    refuses(adapter, signed, NOW.plusSeconds(301));
    refuses(adapter, ProviderRequest.of(headers, new byte[0]), NOW);
    refuses(adapter, ProviderRequest.of(Map.of("x-signature", signature), body), NOW);
    String shifted = Long.toString((NOW.getEpochSecond() + 1) * perSecond);
    refuses(
        adapter,
        ProviderRequest.of(Map.of("x-timestamp", shifted, "x-signature", signature), body),
        NOW);
    refuses(ProviderAdapter.vapi("c"), signed, NOW);
  }

  @Test
  void the_signature_of_vapi_in_the_testkit_is_accepted() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = ProviderSignatures.vapi("a", body, NOW);
    assertDoesNotThrow(
        () -> ProviderAdapter.vapi("a").verify(ProviderRequest.of(headers, body), NOW));
  }

  @Test
  void a_token_of_livekit_without_an_expiry_is_refused() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    ProviderAdapter adapter = ProviderAdapter.livekit("key", "secret");
    ProviderRequest unsignedAlgorithm =
        ProviderRequest.of(
            Map.of("Authorization", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJrZXkifQ."), body);
    refuses(adapter, unsignedAlgorithm, NOW);
  }

  @Test
  void bad_secrets_are_refused_when_an_adapter_is_made() {
    assertThrows(InvalidInputException.class, () -> ProviderAdapter.vapi());
    assertThrows(InvalidInputException.class, () -> ProviderAdapter.vapi(" "));
    assertThrows(InvalidInputException.class, () -> ProviderAdapter.livekit(Map.of()));
    assertThrows(InvalidInputException.class, () -> ProviderAdapter.livekit("key", ""));
    assertThrows(InvalidInputException.class, () -> ProviderAdapter.telnyx("c2hvcnQ="));
  }
}
