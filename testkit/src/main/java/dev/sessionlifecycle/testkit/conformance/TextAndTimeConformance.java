package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that valid input is read back exactly as written, to the code point and the microsecond.
 */
abstract class TextAndTimeConformance extends Conformance {
  private static final String GRIN = "😀";

  /** Texts on which stores have been seen to differ. */
  private static Stream<String> texts() {
    return Stream.of(
        "",
        " padded ",
        "\t\r\n",
        "'; DROP TABLE sl_session; --",
        "100% _ \\ \" ' ` ? :name $1 {} []",
        "e\u0301 and \u00e9",
        "\u202eRTL\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
        "\uFEFF\uFFFD\uFFFF\u0001",
        GRIN + "👩‍👩‍👧‍👦",
        "null");
  }

  @Test
  void texts_round_trip_code_point_by_code_point() {
    Session session = scene.open();
    List<String> texts = texts().toList();
    for (String text : texts) {
      scene.append(session, scene.fromUser(text));
    }
    assertEquals(texts, messages(session).stream().map(StoredMessage::text).toList());
    for (String text : texts) {
      Session opened =
          scene.open(
              draft ->
                  draft
                      .subject(text)
                      .metadata(Map.of(text, text))
                      .contextVariables(Map.of("list", List.of(text))));
      Check.sameSession(opened, scene.reload(opened));
      assertEquals(text, scene.reload(opened).subject());
    }
  }

  @Test
  void limits_count_code_points_in_every_store() {
    ExternalRef ref = new ExternalRef(GRIN.repeat(255), GRIN.repeat(255));
    Session draft =
        scene.draft().channel(GRIN.repeat(32)).subject(GRIN.repeat(500)).externalRef(ref).build();
    OpenIntent plain = scene.opening(SessionBuilder.of(draft));
    Session opened =
        store
            .open(
                new OpenIntent(
                    draft, plain.policy(), GRIN.repeat(64), null, null, plain.closeDefaults()))
            .orThrow();
    Check.sameSession(opened, scene.reload(opened));
    assertEquals(Optional.of(opened), store.findByExternalRef(scene.organizationId(), ref));
    String big = GRIN.repeat(16 * 1024);
    scene.append(opened, scene.fromUser(big));
    assertEquals(big, messages(opened).get(0).text());
    Session ended =
        closed(
            scene.closing(opened).reportedReason(GRIN.repeat(1_000)).triggeredBy(GRIN.repeat(64)));
    Check.sameSession(ended, scene.reload(opened));
    assertEquals(GRIN.repeat(1_000), ended.reportedReason());
    assertEquals(GRIN.repeat(64), store.history(key(opened), 1, 1).get(0).triggeredBy());
  }

  @Test
  void json_of_every_kind_round_trips() {
    Map<String, Object> values =
        Map.of(
            "long",
            Long.MIN_VALUE,
            "double",
            -1.5e300,
            "small",
            4.9e-324,
            "true",
            true,
            "empty",
            Map.of(),
            "list",
            List.of(List.of(), Map.of("", List.of(0L, "x", false))),
            "text",
            texts().collect(Collectors.joining()));
    Session opened = scene.open(draft -> draft.metadata(values).contextVariables(deep(16)));
    assertEquals(values, scene.reload(opened).metadata());
    assertEquals(deep(16), scene.reload(opened).contextVariables());
    Map<String, Object> wide =
        IntStream.range(0, 1_000).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v" + i));
    Session other = scene.open(draft -> draft.metadata(wide));
    assertEquals(wide, scene.reload(other).metadata());
  }

  @Test
  void json_that_strains_a_parser_round_trips() {
    Map<String, Object> names =
        IntStream.range(0, 1_024)
            .boxed()
            .collect(Collectors.toMap(TextAndTimeConformance::alike, Integer::longValue));
    names.put("n".repeat(60_000), "t".repeat(60_000));
    Session opened =
        scene.open(draft -> draft.metadata(names).contextVariables(deep(Limits.JSON_DEPTH)));
    assertEquals(names, scene.reload(opened).metadata());
    assertEquals(deep(Limits.JSON_DEPTH), scene.reload(opened).contextVariables());
  }

  /** Returns one of many texts that collide in a hash that multiplies by 33 for each character. */
  private static String alike(int number) {
    return IntStream.range(0, 10)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "aB" : "b!")
        .collect(Collectors.joining());
  }

  private static Map<String, Object> deep(int levels) {
    return levels == 1 ? Map.of("end", 1L) : Map.of("next", deep(levels - 1));
  }

  @Test
  void a_null_in_json_round_trips() {
    Map<String, Object> values = new java.util.LinkedHashMap<>();
    values.put("nothing", null);
    values.put("something", 1L);
    Session opened = scene.open(draft -> draft.metadata(values));
    assertEquals(values, scene.reload(opened).metadata());
  }

  @Test
  void times_round_trip_to_the_microsecond() {
    for (String time :
        List.of(
            "0001-01-01T00:00:00Z",
            "1582-10-10T12:00:00.000001Z",
            "1969-12-31T23:59:59.999999Z",
            "2026-01-01T00:00:00.123456Z",
            "9999-12-31T23:59:59.999999Z")) {
      roundTrip(Instant.parse(time));
    }
  }

  /** The hours around both clock changes of 2026 in New York, Sydney and Berlin. */
  @Test
  void times_at_a_daylight_saving_change_round_trip() {
    for (String change :
        List.of(
            "2026-03-08T07:00:00Z",
            "2026-11-01T06:00:00Z",
            "2026-04-04T16:00:00Z",
            "2026-10-03T16:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-10-25T01:00:00Z")) {
      for (int minutes = -120; minutes <= 120; minutes += 30) {
        roundTrip(Instant.parse(change).plus(Duration.ofMinutes(minutes)));
      }
    }
  }

  private void roundTrip(Instant time) {
    clock.set(time);
    Session opened = scene.append(scene.open(), scene.fromUser("hello").at(time));
    assertEquals(time, opened.createdAt());
    assertEquals(time, opened.activatedAt());
    assertEquals(time, opened.lastMessageAt());
    assertEquals(time, messages(opened).get(0).sentAt());
    Session ended =
        closed(
            CloseIntent.builder(key(opened), time, scene.terms())
                .endedAt(time)
                .triggeredBy(TriggeredBy.SYSTEM));
    Check.sameSession(ended, scene.reload(opened));
    assertEquals(time, ended.endedAt());
    assertEquals(time, ended.closedAt());
    assertEquals(time, store.history(key(opened), 1, 1).get(0).at());
    assertEquals(time, store.chains().find(key(opened)).orElseThrow().dueAt());
  }
}
