package dev.sessionlifecycle.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests and reports of erasures and exports. */
class ErasureRequestTest {
  private static final UUID ID = new UUID(0, 1);

  @Test
  void a_request_keeps_what_the_next_call_does_not_change() {
    ErasureRequest request = ErasureRequest.of(ID, "privacy");
    assertEquals(new ErasureRequest(ID, "privacy", null, false), request);
    assertEquals(new ErasureRequest(ID, "privacy", "4711", false), request.withReason("4711"));
    assertEquals(
        new ErasureRequest(ID, "privacy", "4711", true), request.withReason("4711").withParked());
  }

  @Test
  void a_request_and_a_hold_do_not_print_who_asked_or_why() {
    assertEquals(
        "ErasureRequest[endUserId=" + ID + ", parkedToo=true]",
        ErasureRequest.of(ID, "Ms Miller").withReason("divorce").withParked().toString());
    String hold = hold().toString();
    assertTrue(hold.contains(ID.toString()), hold);
    assertFalse(hold.contains("Miller") || hold.contains("divorce"), hold);
  }

  @Test
  void an_erasure_is_complete_when_nothing_is_kept_and_nothing_failed() {
    assertTrue(report(Map.of(), List.of(), List.of()).isComplete());
    assertFalse(report(Map.of(ID, KeptReason.BUSY), List.of(), List.of()).isComplete());
    assertFalse(report(Map.of(), List.of(hold()), List.of()).isComplete());
    assertFalse(report(Map.of(), List.of(), List.of("archive")).isComplete());
  }

  @Test
  void an_export_is_complete_when_nothing_failed() {
    assertTrue(new ExportReport(1, 1, List.of()).isComplete());
    assertFalse(new ExportReport(1, 1, List.of("archive")).isComplete());
  }

  private static Hold hold() {
    return new Hold(
        ID, ID, HoldScope.organization(), "divorce", "Ms Miller", Instant.EPOCH, null, null);
  }

  private static ErasureReport report(
      Map<UUID, KeptReason> kept, List<Hold> keptBy, List<String> failed) {
    return new ErasureReport(0, List.of(), 0, kept, keptBy, failed);
  }
}
