package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScrubberTest {

  private static final byte[] KEY = "a key of at least 16 bytes".getBytes();
  private final Scrubber labels = Scrubber.standard();

  @Test
  void a_label_names_the_type_that_it_replaces() {
    ScrubResult result = labels.scrub("Mail a@example.com, then b@example.com.");
    assertEquals("Mail [EMAIL_ADDRESS], then [EMAIL_ADDRESS].", result.text());
    assertEquals(Map.of(PiiType.EMAIL_ADDRESS, 2), result.counts());
  }

  @Test
  void a_pseudonym_is_stable_within_its_scope_for_any_spelling() {
    Scrubber scrubber = Scrubber.builder().replaceWith(Replacement.pseudonym(KEY)).build();
    ScopedScrubber session = scrubber.begin("session 1");
    String one = session.text("415-555-0132");
    assertEquals(one, session.text("(415) 555-0132"));
    assertEquals(session.text("Ann@Example.com"), session.text("ann@example.com"));
    assertNotEquals(one, session.text("415-555-0133"));
    assertNotEquals(one, scrubber.begin("session 2").text("415-555-0132"));
    assertTrue(one.matches("\\[PHONE_NUMBER_[a-z2-7]{10}]"), one);
  }

  @Test
  void a_pseudonym_needs_a_key_of_sixteen_bytes() {
    assertThrows(InvalidInputException.class, () -> Replacement.pseudonym(new byte[15]));
  }

  @Test
  void a_mask_keeps_the_last_four_digits_and_hides_values_without_digits() {
    Scrubber scrubber = Scrubber.builder().replaceWith(Replacement.maskKeepingLastFour()).build();
    assertEquals(
        "card ****1111 of ****",
        scrubber.scrub("card 4111 1111 1111 1111 of x@example.com").text());
  }

  @Test
  void each_type_can_be_disabled_or_replaced_in_its_own_style() {
    Scrubber scrubber =
        Scrubber.builder()
            .without(PiiType.DOMAIN_NAME)
            .replaceWith(PiiType.CREDIT_CARD, Replacement.maskKeepingLastFour())
            .build();
    assertEquals(
        "https://example.com/ ****1111 [EMAIL_ADDRESS]",
        scrubber.scrub("https://example.com/ 4111111111111111 a@example.com").text());
  }

  @Test
  void an_allowed_value_stays_in_any_spelling() {
    Scrubber scrubber = Scrubber.builder().allow("+1 (800) 555-0100", "Help@Example.com").build();
    String text = "Call +1-800-555-0100 or write to help@example.com.";
    assertSame(text, scrubber.scrub(text).text());
    assertEquals("[EMAIL_ADDRESS]", scrubber.scrub("me@example.com").text());
  }

  @Test
  void the_longer_of_two_spans_wins_and_the_rest_of_the_other_is_replaced_too() {
    PiiType a = new PiiType("A");
    PiiType b = new PiiType("B");
    PiiDetector two = text -> List.of(new PiiSpan(a, 0, 10), new PiiSpan(b, 6, 14));
    assertEquals(
        "[A][B]ij",
        Scrubber.builder().detector(once(two)).build().scrub("0123456789abcdij").text());
  }

  @Test
  void a_surrogate_pair_is_never_split() {
    PiiType type = new PiiType("FACE");
    PiiDetector half = text -> List.of(new PiiSpan(type, 1, 2), new PiiSpan(type, 4, 90));
    String scrubbed = Scrubber.builder().detector(once(half)).build().scrub("😀-😀-").text();
    assertEquals("[FACE]-[FACE]", scrubbed);
  }

  /** Finds the first of these characters, so that each replacement makes the next one findable. */
  private static PiiDetector firstOf(char c) {
    return text -> {
      int found = text.indexOf(c);
      return found < 0 ? List.of() : List.of(new PiiSpan(PiiType.SECRET, found, found + 1));
    };
  }

  @Test
  void a_text_that_is_never_done_is_replaced_whole() {
    Scrubber scrubber = Scrubber.builder().detector(firstOf('x')).build();

    assertEquals("[SECRET] ".repeat(7), scrubber.scrub("x ".repeat(7)).text());
    ScrubResult result = scrubber.scrub("x ".repeat(20));
    assertEquals("[REDACTED]", result.text());
    assertEquals(1, result.counts().get(PiiType.REDACTED));
    assertEquals("[REDACTED]", scrubber.scrub(result.text()).text());
    assertEquals(
        Map.of("note", "[REDACTED]", "other", "y"),
        scrubber.begin("").map(Map.of("note", "x ".repeat(20), "other", "y")));
  }

  @Test
  void a_text_that_only_the_replacement_keeps_changing_keeps_it() {
    int[] number = new int[1];
    Scrubber scrubber =
        Scrubber.builder()
            .replaceWith((type, value, scope) -> "+1 415 555 01" + (10 + number[0]++ % 90))
            .build();
    ScrubResult result = scrubber.scrub("call +1 415 555 0199 or +1 415 555 0198");
    assertEquals("call +1 415 555 0110 or +1 415 555 0111", result.text());
    assertEquals(Map.of(PiiType.PHONE_NUMBER, 2), result.counts());
  }

  @Test
  void numbers_in_a_list_are_found_however_long_it_is() {
    for (String separator : List.of(" ", ", ", "\n", "; ", " / ")) {
      String list = ("123-45-6789" + separator).repeat(40);
      assertEquals(("[US_SSN]" + separator).repeat(40), labels.scrub(list).text(), separator);
    }
  }

  @Test
  void a_failing_detector_fails_the_scrub() {
    PiiDetector broken =
        text -> {
          throw new PiiDetectionException("out of order");
        };
    Scrubber scrubber = Scrubber.builder().also(broken).build();
    assertThrows(PiiDetectionException.class, () -> scrubber.scrub("hello"));
  }

  @Test
  void nested_maps_are_scrubbed_including_keys_and_numbers() {
    Map<String, Object> values = new HashMap<>();
    values.put("phoneNumber", 4155550132L);
    values.put("a@example.com", List.of("x", Map.of("zip_code", "94105")));
    values.put("nothing", null);
    values.put("count", 4155550132L % 1000);
    Map<String, Object> scrubbed = labels.begin("").map(values);

    assertEquals("[PHONE_NUMBER]", scrubbed.get("phoneNumber"));
    assertEquals(List.of("x", Map.of("zip_code", "[ZIP_CODE]")), scrubbed.get("[EMAIL_ADDRESS]"));
    assertTrue(scrubbed.containsKey("nothing"));
    assertEquals(132L, scrubbed.get("count"));
  }

  @Test
  void a_key_that_names_something_else_spares_its_value() {
    Map<String, Object> spared =
        Map.of(
            "order_id", 4155550132L,
            "orderId", "415-555-0132",
            "created_at", 1_415_555_013L,
            "version", "10.4.18.2",
            "tracking_number", "4111111111111111");
    assertEquals(spared, labels.begin("").map(spared));
    assertEquals(
        Map.of("a", "[PHONE_NUMBER]", "b", "[IP_ADDRESS]", "c", "[CREDIT_CARD]"),
        labels
            .begin("")
            .map(Map.of("a", "415-555-0132", "b", "10.4.18.2", "c", "4111111111111111")));
  }

  @Test
  void a_key_gives_away_a_value_that_nothing_else_announces() {
    Map<String, Object> values =
        Map.of(
            "name", "Runa Tilberg",
            "customerName", "Runa Tilberg",
            "street", "Am Anger 14",
            "pin", 4711,
            "password", "heron blue");
    Map<String, Object> scrubbed = labels.begin("").map(values);
    assertEquals(
        Map.of(
            "name", "[PERSON]",
            "customerName", "[PERSON]",
            "street", "[STREET_ADDRESS]",
            "pin", "[SECRET]",
            "password", "[SECRET]"),
        scrubbed);
    Map<String, Object> unnamed =
        Map.of("a", "Runa Tilberg", "b", "Am Anger 14", "c", 4711, "d", "heron blue");
    assertEquals(unnamed, labels.begin("").map(unnamed));
  }

  @Test
  void keys_that_scrub_to_the_same_text_stay_distinct() {
    Map<String, Object> scrubbed =
        labels.begin("").map(Map.of("a@example.com", 1, "b@example.com", 2));
    assertEquals(2, scrubbed.size());
    assertFalse(scrubbed.toString().contains("@"));
    Map<String, Object> taken = new LinkedHashMap<>();
    taken.put("[EMAIL_ADDRESS]_2", 1);
    taken.put("a@example.com", 2);
    taken.put("b@example.com", 3);
    taken.put("c@example.com", 4);
    assertEquals(
        Set.of("[EMAIL_ADDRESS]", "[EMAIL_ADDRESS]_2", "[EMAIL_ADDRESS]_3", "[EMAIL_ADDRESS]_4"),
        labels.begin("").map(taken).keySet());
  }

  @Test
  void an_endlessly_nested_map_is_refused() {
    Map<String, Object> map = Map.of();
    for (int i = 0; i < 100; i++) {
      map = Map.of("m", map);
    }
    Map<String, Object> deep = map;
    assertThrows(InvalidInputException.class, () -> labels.begin("").map(deep));
  }

  @Test
  void a_type_label_that_is_not_uppercase_is_refused() {
    assertThrows(InvalidInputException.class, () -> new PiiType("phone"));
    assertThrows(InvalidInputException.class, () -> new PiiType(""));
    assertThrows(InvalidInputException.class, () -> new PiiType("A".repeat(41)));
  }

  /** Finds on a text that has not been scrubbed yet. */
  private static PiiDetector once(PiiDetector detector) {
    return text -> text.contains("[") ? List.of() : detector.detect(text);
  }
}
