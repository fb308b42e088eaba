package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes is read as signals or refused with one type of exception. */
class FuzzedPayloadProperties {
  private static final List<ProviderAdapter> ADAPTERS = SignedRequests.adapters();
  private static final List<ProviderPayload> PAYLOADS = ProviderPayloads.all();

  private static void readsOrRefuses(ProviderAdapter adapter, byte[] body) {
    try {
      assertFalse(adapter.read(body).isEmpty());
    } catch (MalformedPayloadException e) {
      assertEquals("malformed_payload", e.code());
    }
  }

  @Property(tries = 500)
  void any_bytes_are_read_or_refused(@ForAll byte[] body) {
    ADAPTERS.forEach(adapter -> readsOrRefuses(adapter, body));
  }

  @Property(tries = 1_000)
  void a_payload_with_bytes_changed_is_read_or_refused(@ForAll("changed") byte[] body) {
    ADAPTERS.forEach(adapter -> readsOrRefuses(adapter, body));
  }

  @Property(tries = 500)
  void a_payload_with_a_value_changed_is_read_or_refused(@ForAll("garbled") String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ADAPTERS.forEach(adapter -> readsOrRefuses(adapter, bytes));
  }

  @Property(tries = 500)
  void any_header_is_refused(@ForAll String value, @ForAll byte[] body) {
    Map<String, String> headers =
        Map.of(
            "Authorization", value,
            "X-Twilio-Signature", value,
            "X-Vapi-Secret", value,
            "X-Retell-Signature", value,
            "ElevenLabs-Signature", value,
            "X-Api-Key", value,
            "telnyx-timestamp", value,
            "telnyx-signature-ed25519", value);
    for (ProviderAdapter adapter : ADAPTERS) {
      String refused = "";
      try {
        adapter.verify(ProviderRequest.of(value, headers, body), Instant.EPOCH);
      } catch (UnauthenticatedException e) {
        refused = e.code();
      }
      assertEquals("unauthenticated", refused, adapter.provider());
    }
  }

  @Provide
  Arbitrary<byte[]> changed() {
    return Combinators.combine(
            Arbitraries.of(PAYLOADS),
            Arbitraries.integers().between(0, 1 << 20),
            Arbitraries.bytes().list().ofMinSize(1).ofMaxSize(8))
        .as(
            (payload, at, bytes) -> {
              byte[] body = payload.body();
              for (int i = 0; i < bytes.size(); i++) {
                body[(at + i * 37) % body.length] = bytes.get(i);
              }
              return body;
            });
  }

  @Provide
  Arbitrary<String> garbled() {
    Arbitrary<String> values =
        Arbitraries.of(
            "null",
            "true",
            "-1",
            "0",
            "1e30",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[null,{}]",
            "{\"a\":[]}",
            "\"\\u0000\"",
            "\"9999-99-99T00:00:00Z\"");
    return Combinators.combine(
            Arbitraries.of(PAYLOADS), Arbitraries.integers().between(0, 100), values)
        .as(
            (payload, at, value) -> {
              String[] parts = payload.text().split("(?<=\": )", -1);
              int part = 1 + at % Math.max(1, parts.length - 1);
              if (part < parts.length) {
                parts[part] =
                    parts[part].replaceFirst("^(\"[^\"]*\"|[\\d.]+|true|false|null)", value);
              }
              return String.join("", parts);
            });
  }
}
