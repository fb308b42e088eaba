package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.Glob;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReasonMappingTest {

  private static final Map<ReasonProvider, ReasonMapping> ALL = new EnumMap<>(ReasonProvider.class);

  static {
    for (ReasonProvider provider : ReasonProvider.values()) {
      ALL.put(provider, ReasonMapping.of(provider));
    }
  }

  private static TerminationReason map(ReasonProvider provider, String value) {
    return ReasonMapping.of(provider).map(value);
  }

  @Test
  void every_listed_value_maps_as_listed_and_keeps_the_reported_text() {
    List<Vocabulary> all = Vocabulary.all();
    assertTrue(all.size() > 900);
    assertAll(
        all.stream()
            .map(
                listed ->
                    () -> {
                      ReasonMapping mapping = ReasonMapping.of(listed.provider());
                      EndRequest request = mapping.toRequest(listed.value());
                      boolean end = !listed.expected().equals(Vocabulary.NO_END);
                      String expected = end ? listed.expected() : "unknown";
                      assertEquals(
                          TerminationReason.coerce(expected), request.reason(), listed::toString);
                      assertEquals(listed.value(), request.reported());
                      assertEquals(!end, mapping.isNotAnEnd(listed.value()), listed::toString);
                      assertEquals(end ? 0 : 1, mapping.unmappedCount(), listed::toString);
                    }));
  }

  @Test
  void at_most_three_percent_of_listed_values_map_to_unknown() {
    List<Vocabulary> all = Vocabulary.all();
    long unknown = all.stream().filter(listed -> listed.expected().equals("unknown")).count();
    assertTrue(unknown * 100 <= 3L * all.size(), unknown + " of " + all.size());
  }

  @Test
  void genesys_client_means_the_agent_and_livekit_client_initiated_the_user() {
    assertEquals(TerminationReason.AGENT_INITIATED, map(ReasonProvider.GENESYS, "client"));
    assertEquals(
        TerminationReason.CLIENT_INITIATED, map(ReasonProvider.LIVEKIT, "CLIENT_INITIATED"));
  }

  @Test
  void genesys_sides_are_swapped_on_the_customer_leg() {
    ReasonMapping genesys = ReasonMapping.of(ReasonProvider.GENESYS);
    assertEquals(TerminationReason.PARTICIPANT_LEFT, genesys.map("peer"));
    assertEquals(TerminationReason.AGENT_INITIATED, genesys.onLeg("customer").map("peer"));
    assertEquals(TerminationReason.PARTICIPANT_LEFT, genesys.onLeg("external").map("endpoint"));
    assertEquals(TerminationReason.PARTICIPANT_LEFT, genesys.onLeg("Customer").map("CLIENT"));
    assertEquals(TerminationReason.TRANSFERRED, genesys.onLeg("customer").map("transfer.consult"));
    assertEquals(TerminationReason.AGENT_INITIATED, genesys.onLeg("agent").map("client"));
  }

  @Test
  void livekit_agents_user_initiated_maps_to_agent_initiated() {
    assertEquals(
        TerminationReason.AGENT_INITIATED, map(ReasonProvider.LIVEKIT_AGENTS, "user_initiated"));
  }

  @Test
  void livekit_zero_maps_to_unknown_reason_and_sip_zero_to_unknown() {
    assertEquals(TerminationReason.UNKNOWN_REASON, ReasonMapping.livekit().map("0"));
    assertEquals(TerminationReason.UNKNOWN, ReasonMapping.sip().map("0"));
    assertEquals(TerminationReason.USER_REJECTED, ReasonMapping.livekit().map("12"));
  }

  @Test
  void vapi_operator_busy_is_not_a_busy_callee() {
    assertEquals(
        TerminationReason.UNRESOLVED, map(ReasonProvider.VAPI, "call.forwarding.operator-busy"));
  }

  @Test
  void sip_608_is_rejected_by_the_network_and_603_and_607_by_the_callee() {
    ReasonMapping sip = ReasonMapping.sip();
    assertEquals(TerminationReason.SIP_DIAL_FAILED, sip.map("608"));
    assertEquals(TerminationReason.CALLEE_DECLINED, sip.map("603"));
    assertEquals(TerminationReason.CALLEE_DECLINED, sip.map("607"));
  }

  @Test
  void a_sip_code_may_carry_a_phrase_and_an_unlisted_code_maps_by_its_class() {
    ReasonMapping sip = ReasonMapping.sip();
    assertEquals(TerminationReason.CALLEE_BUSY, sip.map("486 Busy Here"));
    assertEquals(TerminationReason.CALLEE_BUSY, sip.map("SIP_STATUS_BUSY_HERE"));
    assertEquals(TerminationReason.SIP_FAILED, sip.map("499"));
    assertEquals(TerminationReason.SIP_FAILED, sip.map("699"));
    assertTrue(sip.isNotAnEnd("180"));
  }

  @Test
  void an_unlisted_provider_error_is_matched_by_its_prefix() {
    assertEquals(
        TerminationReason.AGENT_ERROR,
        map(ReasonProvider.VAPI, "call.in-progress.error-providerfault-acme-500-server-error"));
    assertEquals(
        TerminationReason.CLIENT_INITIATED,
        map(ReasonProvider.ELEVENLABS, "Client disconnected: 1011 (internal error)"));
  }

  @Test
  void an_unmapped_value_is_unknown_counted_and_listed() {
    ReasonMapping retell = ReasonMapping.of(ReasonProvider.RETELL);
    assertEquals(TerminationReason.UNKNOWN, retell.map("abducted"));
    assertEquals(TerminationReason.UNKNOWN, retell.map(" abducted "));
    assertEquals(TerminationReason.UNKNOWN, retell.map("\ud800"));
    assertEquals(3, retell.unmappedCount());
    assertEquals(Map.of("abducted", 2L, "\ud800", 1L), retell.unmapped());
  }

  @Test
  void null_and_blank_values_are_unknown_and_not_counted() {
    ReasonMapping sip = ReasonMapping.sip();
    assertEquals(TerminationReason.UNKNOWN, sip.map(null));
    assertEquals(TerminationReason.UNKNOWN, sip.map("  "));
    assertEquals(EndRequest.unspecified(), sip.toRequest(" "));
    assertEquals(0, sip.unmappedCount());
  }

  @Test
  void a_canonical_reason_name_maps_to_itself_on_every_provider() {
    ALL.forEach(
        (provider, mapping) ->
            assertEquals(
                TerminationReason.MAX_CALL_DURATION,
                mapping.map("maxCallDuration"),
                provider::wire));
  }

  @Test
  void the_listing_of_unmapped_values_is_bounded_and_the_count_is_not() {
    ReasonMapping own = ReasonMapping.builder("own").build();
    for (int i = 0; i < 5_000; i++) {
      own.map("v" + i + "x".repeat(1_000));
    }
    assertEquals(5_000, own.unmappedCount());
    assertEquals(1_000, own.unmapped().size());
    assertTrue(own.unmapped().keySet().stream().allMatch(value -> value.length() <= 200));
  }

  @Test
  void extending_a_mapping_leaves_the_original_unchanged() {
    ReasonMapping twilio = ReasonMapping.of(ReasonProvider.TWILIO);
    ReasonMapping own =
        twilio.toBuilder()
            .put("completed", TerminationReason.RESOLVED)
            .put("acme-*", TerminationReason.ERROR)
            .put("completed", TerminationReason.PARTICIPANT_LEFT, "Customer")
            .putNoEnd("warming-up")
            .build();
    assertEquals(TerminationReason.RESOLVED, own.map("completed"));
    assertEquals(TerminationReason.PARTICIPANT_LEFT, own.onLeg("customer").map("completed"));
    assertEquals(TerminationReason.RESOLVED, own.onLeg("agent").map("completed"));
    assertEquals(TerminationReason.ERROR, own.map("ACME-42"));
    assertEquals(TerminationReason.CALLEE_BUSY, own.map("busy"));
    assertTrue(own.isNotAnEnd("warming up"));
    assertEquals(TerminationReason.UNKNOWN, twilio.map("completed"));
    assertFalse(twilio.isNotAnEnd("warming up"));
    assertThrows(
        InvalidInputException.class, () -> own.toBuilder().put(" - ", TerminationReason.ERROR));
  }

  @Test
  void every_mapping_has_a_name_and_a_version() {
    ALL.forEach(
        (provider, mapping) -> {
          assertEquals(provider.wire(), mapping.name());
          assertEquals(1, mapping.version());
        });
  }

  @Test
  void a_pattern_with_many_wildcards_is_matched_quickly() {
    assertFalse(Glob.matches("*a".repeat(40) + "b", "a".repeat(500)));
    assertTrue(Glob.matches("a*b?d*", "axxbcd"));
    assertTrue(Glob.matches("*", ""));
    assertFalse(Glob.matches("?", ""));
    assertFalse(Glob.matches("ab", "abc"));
  }
}
