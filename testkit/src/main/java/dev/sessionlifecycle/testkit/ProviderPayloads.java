package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies of webhooks for tests of a host's own endpoint: of LiveKit, Twilio, Vapi, Retell,
 * ElevenLabs, Amazon Connect, Genesys and Telnyx. Those of a provider are about one call each, in
 * the order in which the provider sends them; what ends the call in another way comes behind.
 *
 * <p>The conversations took place in the ten minutes before {@link SettableClock#START}. Sign them
 * with {@link ProviderSignatures}.
 */
public final class ProviderPayloads {
  private static final String FOLDER = "providers/";

  private ProviderPayloads() {}

  /** Returns all payloads, by provider. */
  public static List<ProviderPayload> all() {
    List<ProviderPayload> payloads = new ArrayList<>();
    read("index.tsv")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .forEach(row -> payloads.add(payload(row[0], row[1], row[2], row[3])));
    return List.copyOf(payloads);
  }

  /** Returns the payloads of a provider, such as {@code vapi}; none for an unknown one. */
  public static List<ProviderPayload> of(String provider) {
    Validator.require("provider", provider);
    return all().stream().filter(it -> it.provider().equals(provider)).toList();
  }

  /**
   * Returns a payload.
   *
   * @param event such as {@code end-of-call-report}
   * @throws dev.sessionlifecycle.errors.InvalidInputException if there is none
   */
  public static ProviderPayload of(String provider, String event) {
    Validator.require("event", event);
    return of(provider).stream()
        .filter(it -> it.event().equals(event))
        .findFirst()
        .orElseThrow(() -> Validator.invalid("event", "is none of those of the provider"));
  }

  private static ProviderPayload payload(
      String provider, String event, String callId, String source) {
    boolean isForm = provider.equals("twilio");
    String text = read(provider + "/" + event + (isForm ? ".form" : ".json"));
    return new ProviderPayload(
        provider,
        event,
        callId,
        source,
        isForm ? "application/x-www-form-urlencoded" : "application/json",
        text);
  }

  private static String read(String name) {
    try (InputStream in = ProviderPayloads.class.getResourceAsStream(FOLDER + name)) {
      return new String(Validator.require(name, in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
