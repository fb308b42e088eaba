package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TransitionsTest {

  /**
   * The expected table, written out: a row per status, a column per target, both in declaration
   * order.
   */
  private static final List<String> EXPECTED =
      List.of(
          "queued:            ringing active closed expired error superseded",
          "ringing:           queued active closed expired error superseded",
          "active:            paused waiting_for_human transferred awaiting_approval"
              + " closed expired error superseded",
          "paused:            active waiting_for_human transferred closed expired error superseded",
          "waiting_for_human: active transferred closed expired error superseded",
          "transferred:       active closed expired error superseded",
          "awaiting_approval: active closed expired error superseded",
          "closed:            ",
          "expired:           ",
          "error:             ",
          "superseded:        ");

  @Test
  void all_11_by_11_transitions_match_the_table() {
    assertEquals(11, SessionStatus.all().size());
    int pairs = 0;
    for (String line : EXPECTED) {
      String[] parts = line.split(": +", -1);
      SessionStatus from = SessionStatus.fromWire(parts[0]);
      Set<String> targets = Set.of(parts[1].isBlank() ? new String[0] : parts[1].split(" ", -1));
      for (SessionStatus to : SessionStatus.all()) {
        assertEquals(targets.contains(to.wire()), Transitions.allows(from, to), from + " to " + to);
        assertEquals(targets.contains(to.wire()), Transitions.targetsOf(from).contains(to));
        assertEquals(targets.contains(to.wire()), Transitions.sourcesOf(to).contains(from));
        pairs++;
      }
    }
    assertEquals(121, pairs);
    assertEquals(43, Transitions.edges().size());
  }

  @Property
  void no_sequence_of_attempts_leaves_a_terminal_status_or_makes_an_illegal_move(
      @ForAll SessionStatus first, @ForAll @Size(max = 40) List<SessionStatus> attempts) {
    SessionStatus status = first;
    for (SessionStatus to : attempts) {
      SessionStatus next = Transitions.allows(status, to) ? to : status;
      if (status.isTerminal() || status == SessionStatus.UNRECOGNIZED) {
        assertEquals(status, next);
      }
      assertTrue(next == status || Transitions.targetsOf(status).contains(next));
      status = next;
    }
  }

  @Test
  void every_live_status_reaches_every_terminal_status_and_none_leads_out() {
    for (SessionStatus live : SessionStatus.live()) {
      for (SessionStatus end : SessionStatus.all()) {
        assertEquals(end.isTerminal(), Transitions.allows(live, end) && end.isTerminal());
      }
    }
    assertEquals(7, SessionStatus.live().size());
  }

  @Test
  void an_unrecognized_status_is_neither_live_nor_ended_and_allows_no_move() {
    SessionStatus unknown = SessionStatus.fromWire("snoozed");
    assertEquals(SessionStatus.UNRECOGNIZED, unknown);
    assertEquals(SessionStatus.UNRECOGNIZED, SessionStatus.fromWire(null));
    assertFalse(unknown.isLive() || unknown.isTerminal());
    assertTrue(Transitions.targetsOf(unknown).isEmpty());
    assertTrue(Transitions.sourcesOf(unknown).isEmpty());
    for (SessionStatus status : SessionStatus.all()) {
      assertEquals(status, SessionStatus.fromWire(status.wire()));
    }
  }
}
