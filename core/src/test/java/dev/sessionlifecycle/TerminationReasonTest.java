package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.Initiator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationReasonTest {

  /** The expected list of reasons, written out. */
  private static final String SEED =
      "voicemail_detected silence_timeout max_call_duration participant_left pipeline_exit"
          + " user_requested agent_initiated resolved unresolved abandoned escalated"
          + " handoff_resolved transferred error unknown callee_busy callee_no_answer"
          + " callee_unavailable callee_declined callee_not_found sip_failed unknown_reason"
          + " client_initiated duplicate_identity server_shutdown participant_removed"
          + " room_deleted state_mismatch join_failure migration signal_close room_closed"
          + " user_unavailable user_rejected sip_trunk_failure connection_timeout media_failure"
          + " agent_error dispatch_failed token_mint_failed sip_dial_failed"
          + " participant_join_timeout setup_error stale_routing superseded duplicate_dispatch";

  @Test
  void the_46_reasons_match_the_published_api_in_order() {
    assertEquals(
        List.of(SEED.split(" ", -1)),
        Arrays.stream(TerminationReason.values()).map(TerminationReason::wire).toList());
    assertEquals(46, TerminationReason.values().length);
    assertTrue(Arrays.stream(TerminationReason.values()).allMatch(it -> it.wire().length() <= 64));
  }

  @ParameterizedTest
  @EnumSource
  void every_spelling_of_a_reason_maps_to_it(TerminationReason reason) {
    String camel =
        Arrays.stream(reason.wire().split("_", -1))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    for (String spelling :
        List.of(
            reason.wire(),
            reason.name(),
            reason.wire().replace('_', '-'),
            reason.wire().replace('_', ' '),
            reason.wire().replace("_", ""),
            camel,
            camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1),
            " \t" + reason.name() + "\n\u00A0",
            "__" + reason.wire() + "--")) {
      assertEquals(reason, TerminationReason.coerce(spelling), spelling);
    }
  }

  @Test
  void no_two_reasons_fold_to_the_same_spelling() {
    Set<String> folded = new HashSet<>();
    for (TerminationReason reason : TerminationReason.values()) {
      assertTrue(folded.add(reason.wire().replace("_", "")));
    }
  }

  @Property
  void any_string_maps_to_a_reason_or_to_unknown(@ForAll String reported) {
    TerminationReason reason = TerminationReason.coerce(reported);
    assertNotNull(reason);
    String letters = reported.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    if (!reason.wire().replace("_", "").equals(letters)) {
      assertEquals(TerminationReason.UNKNOWN, reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\0",
        "486",
        "no such reason",
        "errors",
        "err",
        "resolved!",
        "\uD83D",
        "ｅｒｒｏｒ"
      })
  void an_unrecognized_string_maps_to_unknown(String reported) {
    assertEquals(TerminationReason.UNKNOWN, TerminationReason.coerce(reported));
    assertEquals(TerminationReason.UNKNOWN, TerminationReason.coerce(null));
    assertEquals(
        TerminationReason.UNKNOWN, TerminationReason.coerce(reported + "x".repeat(10_000)));
  }

  @Test
  void parsing_does_not_depend_on_the_default_locale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr", "TR"));
      assertEquals(TerminationReason.MIGRATION, TerminationReason.coerce("MIGRATION"));
      assertEquals("client_initiated", TerminationReason.CLIENT_INITIATED.wire());
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AGENT_INITIATED,true,RESOLVED",
    "AGENT_INITIATED,false,RESOLVED",
    "PARTICIPANT_LEFT,true,UNRESOLVED",
    "PARTICIPANT_LEFT,false,ABANDONED",
    "CLIENT_INITIATED,false,ABANDONED",
    "ROOM_CLOSED,false,ABANDONED",
    "PARTICIPANT_REMOVED,false,UNRESOLVED",
    "MAX_CALL_DURATION,false,UNRESOLVED",
    "SILENCE_TIMEOUT,true,ABANDONED",
    "USER_REJECTED,true,UNREACHED",
    "UNKNOWN,true,UNKNOWN"
  })
  void the_outcome_follows_from_the_reason_and_the_engagement(
      TerminationReason reason, boolean engaged, OutcomeCategory outcome) {
    assertEquals(outcome, reason.outcome(engaged));
  }

  @ParameterizedTest
  @EnumSource
  void engagement_affects_only_unresolved_ends_by_the_user(TerminationReason reason) {
    boolean depends =
        reason.initiator() == Initiator.USER && reason.category() == OutcomeCategory.UNRESOLVED;
    assertEquals(depends, reason.outcome(true) != reason.outcome(false));
    assertEquals(reason.category(), reason.outcome(true));
  }
}
