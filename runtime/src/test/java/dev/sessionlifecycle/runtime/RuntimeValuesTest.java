package dev.sessionlifecycle.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuntimeValuesTest {

  @Test
  void an_end_has_no_messages_and_status_ended() {
    UUID id = UUID.randomUUID();
    TurnResult result = TurnResult.ended(id, "closed");
    assertEquals(id, result.sessionId());
    assertEquals(List.of(), result.messages());
    assertEquals(RuntimeStatus.ENDED, result.status());
    assertEquals("closed", result.sessionStatus());
    assertNull(result.error());
  }

  @Test
  void a_result_keeps_a_copy_of_the_handoff() {
    Map<String, Object> handoff = new HashMap<>(Map.of("queue", "billing"));
    TurnResult result = TurnResult.builder(RuntimeStatus.IDLE).handoff(handoff).build();
    handoff.clear();
    assertEquals(Map.of("queue", "billing"), result.handoff());
  }

  @Test
  void wire_values_are_those_of_the_published_api() {
    assertEquals(
        List.of("idle", "running_turn", "end_requested", "end_processing", "ended", "error"),
        Stream.of(RuntimeStatus.values()).map(RuntimeStatus::wire).toList());
  }

  @Test
  void every_status_leads_to_ended_and_only_ended_is_final() {
    for (RuntimeStatus status : RuntimeStatus.values()) {
      assertEquals(status == RuntimeStatus.ENDED, status.next().isEmpty());
      assertTrue(reachable(status).contains(RuntimeStatus.ENDED) || status.next().isEmpty());
      assertEquals(status == RuntimeStatus.END_PROCESSING, status.leadsTo(RuntimeStatus.ENDED));
      assertFalse(status.leadsTo(status));
    }
    assertFalse(RuntimeStatus.RUNNING_TURN.leadsTo(RuntimeStatus.END_PROCESSING));
    assertTrue(RuntimeStatus.ERROR.leadsTo(RuntimeStatus.RUNNING_TURN));
    assertFalse(RuntimeStatus.END_REQUESTED.leadsTo(RuntimeStatus.RUNNING_TURN));
  }

  private static Set<RuntimeStatus> reachable(RuntimeStatus from) {
    Set<RuntimeStatus> seen = from.next();
    for (int i = 0; i < RuntimeStatus.values().length; i++) {
      seen =
          Stream.concat(seen.stream(), seen.stream().flatMap(it -> it.next().stream()))
              .collect(Collectors.toSet());
    }
    return seen;
  }
}
