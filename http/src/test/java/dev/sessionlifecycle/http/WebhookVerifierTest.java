package dev.sessionlifecycle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.http.WebhookSecrets.SigningKeys;
import dev.sessionlifecycle.http.internal.SentWebhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {
  private static final String BODY = "{\"type\":\"session.ended\",\"data\":{\"n\":\"Zoë\"}}";
  private static final String ID = "o:s:ended";

  private final Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
  private final String secret = WebhookSecrets.newShared();
  private final SigningKeys pair = WebhookSecrets.newKeyPair();

  /** The example of the libraries of Standard Webhooks. */
  @Test
  void the_published_example_is_verified() {
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    ReceivedWebhook webhook =
        WebhookVerifier.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .withClock(InstantSource.fixed(Instant.ofEpochSecond(1614265330)))
            .verify(headers::get, body);
    assertThat(webhook.id()).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek");
  }

  @Test
  void the_verifier_of_others_accepts_what_is_sent_and_refuses_what_was_changed() throws Exception {
    Webhook others = new Webhook(secret);
    SentWebhook sent = send(WebhookSecrets.newShared(), secret);
    others.verify(sent.body(), headers(sent.headers()));
    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> others.verify(sent.body() + " ", headers(sent.headers())));
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      Map<String, String> changed = changed(sent.headers(), name, it -> it.replace('1', '2') + "A");
      assertThatExceptionOfType(WebhookVerificationException.class)
          .as(name)
          .isThrownBy(() -> others.verify(sent.body(), headers(changed)));
    }
    SentWebhook unknown = send(WebhookSecrets.newShared());
    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> others.verify(unknown.body(), headers(unknown.headers())));
  }

  @Test
  void what_others_sign_is_verified() throws Exception {
    String signature = new Webhook(secret).sign(ID, now.getEpochSecond(), BODY);
    Map<String, String> headers =
        Map.of(
            "webhook-id", ID,
            "webhook-timestamp", Long.toString(now.getEpochSecond()),
            "webhook-signature", signature);
    assertThat(verifier(secret).verify(headers::get, bytes(BODY)).sentAt()).isEqualTo(now);
  }

  @Test
  void every_bit_counts_under_both_schemes() {
    SentWebhook sent = send(secret, pair.secretKey());
    for (WebhookVerifier verifier : List.of(verifier(secret), verifier(pair.publicKey()))) {
      assertThat(verifier.verify(sent.headers()::get, bytes(sent.body())).id()).isEqualTo(ID);
      byte[] body = bytes(sent.body());
      for (int bit = 0; bit < body.length * 8; bit++) {
        byte[] other = body.clone();
        other[bit / 8] ^= (byte) (1 << (bit % 8));
        refused(verifier, sent.headers(), other);
      }
      for (int place = 0; place < ID.length(); place++) {
        int at = place;
        refused(verifier, changed(sent.headers(), "webhook-id", it -> flip(it, at)), body);
      }
      refused(verifier, changed(sent.headers(), "webhook-timestamp", it -> "1" + it), body);
    }
  }

  @Test
  void a_replaced_secret_is_accepted_until_the_sender_leaves_it_out() {
    String next = WebhookSecrets.newShared();
    SentWebhook during = send(next, secret);
    SentWebhook after = send(next);
    for (String known : List.of(secret, next)) {
      assertThat(verifier(known).verify(during.headers()::get, bytes(during.body()))).isNotNull();
    }
    assertThat(verifier(secret, next).verify(after.headers()::get, bytes(after.body())))
        .isNotNull();
    refused(verifier(secret), after.headers(), bytes(after.body()));
  }

  /** The key pair of test 2 in RFC 8032, 7.1. */
  @Test
  void the_public_key_of_a_published_pair_verifies_what_its_secret_key_signs() {
    String secretKey = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    String publicKey = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    for (String form : List.of(secretKey, secretKey + publicKey)) {
      SentWebhook sent = send("whsk_" + base64(form));
      assertThat(
              verifier("whpk_" + base64(publicKey)).verify(sent.headers()::get, bytes(sent.body())))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"-301,false", "-300,true", "0,true", "300,true", "301,false"})
  void a_webhook_counts_for_the_tolerance_and_no_longer(int seconds, boolean isAccepted) {
    SentWebhook sent = send(secret);
    WebhookVerifier verifier =
        WebhookVerifier.of(secret).withClock(InstantSource.fixed(now.plusSeconds(seconds)));
    if (isAccepted) {
      assertThat(verifier.verify(sent.headers()::get, bytes(sent.body()))).isNotNull();
    } else {
      refused(verifier, sent.headers(), bytes(sent.body()));
      assertThat(
              verifier
                  .withTolerance(Duration.ofSeconds(301))
                  .verify(sent.headers()::get, bytes(sent.body())))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1",
        "v1,",
        "v1,!",
        "v2,aaaa",
        "v1a,aaaa",
        ",",
        "           ",
        "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      })
  void a_signature_that_is_none_is_refused_and_not_repeated(String signature) {
    SentWebhook sent = send(secret, pair.secretKey());
    Map<String, String> headers = changed(sent.headers(), "webhook-signature", it -> signature);
    for (WebhookVerifier verifier : List.of(verifier(secret), verifier(pair.publicKey()))) {
      assertThatThrownBy(() -> verifier.verify(headers::get, bytes(sent.body())))
          .isInstanceOf(UnverifiedWebhookException.class)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("aaaa", "AAAA"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void a_header_that_is_missing_or_endless_is_refused(String name) {
    SentWebhook sent = send(secret);
    refused(verifier(secret), changed(sent.headers(), name, it -> ""), bytes(sent.body()));
    refused(verifier(secret), changed(sent.headers(), name, it -> it.repeat(4096)), bytes(BODY));
    Map<String, String> without = copy(sent.headers());
    without.remove(name);
    refused(verifier(secret), without, bytes(sent.body()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e9", "999999999999", "0x10", " 1", "١"})
  void a_timestamp_that_is_none_is_refused(String timestamp) {
    SentWebhook sent = send(secret);
    refused(
        verifier(secret),
        changed(sent.headers(), "webhook-timestamp", it -> timestamp),
        bytes(sent.body()));
  }

  @Test
  void only_the_first_signatures_are_looked_at() {
    SentWebhook sent = send(secret);
    Map<String, String> few =
        changed(sent.headers(), "webhook-signature", it -> "v1,AAAA ".repeat(15) + it);
    Map<String, String> many =
        changed(sent.headers(), "webhook-signature", it -> "v1,AAAA ".repeat(16) + it);
    assertThat(verifier(secret).verify(few::get, bytes(sent.body()))).isNotNull();
    refused(verifier(secret), many, bytes(sent.body()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_!!!!",
        "whpk_AAAA",
        "whsk_AAAA",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void what_is_no_secret_is_refused_and_not_repeated(String text) {
    assertThatThrownBy(() -> WebhookVerifier.of(text))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2hv", "!!!!", "AAAA", "MfKQ"));
  }

  @Test
  void the_sender_has_the_secret_half_and_the_receiver_the_public_one() {
    assertThatThrownBy(() -> WebhookVerifier.of(pair.secretKey()))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> send(pair.publicKey())).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(WebhookVerifier::of).isInstanceOf(InvalidInputException.class);
    assertThat(pair.toString()).doesNotContain(pair.secretKey());
  }

  private SentWebhook send(String... secrets) {
    return SentWebhook.of(ID, BODY, InstantSource.fixed(now), secrets);
  }

  private WebhookVerifier verifier(String... secrets) {
    return WebhookVerifier.of(secrets).withClock(InstantSource.fixed(now));
  }

  private static void refused(WebhookVerifier verifier, Map<String, String> headers, byte[] body) {
    assertThatExceptionOfType(UnverifiedWebhookException.class)
        .isThrownBy(() -> verifier.verify(headers::get, body));
  }

  private static Map<String, String> changed(
      Map<String, String> headers, String name, UnaryOperator<String> change) {
    Map<String, String> changed = copy(headers);
    changed.put(name, change.apply(headers.get(name)));
    return changed;
  }

  private static Map<String, String> copy(Map<String, String> headers) {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return copy;
  }

  private static String flip(String text, int place) {
    char other = text.charAt(place) == 'x' ? 'y' : 'x';
    return text.substring(0, place) + other + text.substring(place + 1);
  }

  private static HttpHeaders headers(Map<String, String> headers) {
    return HttpHeaders.of(
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue()))),
        (name, value) -> true);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
