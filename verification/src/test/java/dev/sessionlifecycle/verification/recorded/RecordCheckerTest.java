package dev.sessionlifecycle.verification.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.verification.recorded.RecordedCall.Appended;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Ended;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Fact;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Listed;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Missing;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Seen;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors planted in a record are found, and a correct record passes. */
class RecordCheckerTest {
  private static final UUID OWN = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final UUID SESSION = new UUID(0, 3);
  private static final UUID MESSAGE = new UUID(0, 4);

  private final List<RecordedCall> calls = new ArrayList<>();
  private FinalSession left = left(3, "b", "x", List.of(MESSAGE));

  RecordCheckerTest() {
    call(OWN, 0, 10, new Seen(OWN, 1, null));
    call(OWN, 20, 40, new Updated(1, 2, "a"));
    call(OWN, 30, 60, new Updated(2, 3, "b"));
    call(OWN, 50, 70, new Appended(MESSAGE));
    call(OWN, 80, 120, new Ended("x", true));
    call(OWN, 90, 110, new Ended("x", false));
    call(OWN, 130, 140, new Seen(OWN, 3, "x"));
    call(OTHER, 130, 140, new Missing());
    call(OWN, 130, 140, new Listed(Set.of(OWN)));
  }

  @Test
  void a_record_of_a_correct_run_has_no_complaints() {
    assertThat(complaints()).isEmpty();
  }

  @Test
  void a_second_winner_is_detected() {
    call(OWN, 85, 115, new Ended("x", true));
    assertThat(complaints()).containsExactly("2 winners");
  }

  @Test
  void a_loser_that_reads_a_wrong_or_premature_record_is_detected() {
    call(OWN, 85, 115, new Ended("y", false));
    assertThat(complaints()).containsExactly("two records of its end");
    calls.remove(calls.size() - 1);
    call(OWN, 71, 79, new Ended("x", false));
    assertThat(complaints()).contains("had ended before anybody had ended it");
  }

  @Test
  void a_vanished_end_is_detected() {
    left = left(3, "b", null, List.of(MESSAGE));
    assertThat(complaints()).contains("ended by null with 1 winners");
  }

  @Test
  void a_session_alive_or_written_after_its_end_is_detected() {
    call(OWN, 121, 122, new Seen(OWN, 3, null));
    assertThat(complaints()).containsExactly("was live again");
    calls.remove(calls.size() - 1);
    call(OWN, 121, 122, new Appended(MESSAGE));
    assertThat(complaints()).containsExactly("was written after its end");
  }

  @Test
  void a_lost_update_is_detected() {
    call(OWN, 21, 41, new Updated(1, 2, "c"));
    assertThat(complaints()).containsExactly("two updates of version 1");
    calls.remove(calls.size() - 1);
    left = left(3, "a", "x", List.of(MESSAGE));
    assertThat(complaints()).containsExactly("the last update is lost");
  }

  @Test
  void a_stale_read_is_detected() {
    call(OWN, 61, 62, new Seen(OWN, 2, null));
    assertThat(complaints()).containsExactly("version 3 was not seen afterwards");
  }

  @Test
  void a_lost_or_duplicated_message_is_detected() {
    left = left(3, "b", "x", List.of());
    assertThat(complaints()).containsExactly("taken 1 messages and kept 0");
    left = left(3, "b", "x", List.of(MESSAGE, MESSAGE));
    assertThat(complaints()).containsExactly("a message is there twice");
  }

  @Test
  void a_leak_between_organizations_is_detected() {
    call(OTHER, 5, 6, new Seen(OWN, 1, null));
    assertThat(complaints())
        .containsExactly(
            "was reached from another organization", "a session of another organization was read");
    calls.remove(calls.size() - 1);
    call(OTHER, 5, 6, new Listed(Set.of(OTHER, OWN)));
    assertThat(complaints()).containsExactly("a listing shows sessions of another organization");
    calls.remove(calls.size() - 1);
    call(OWN, 5, 6, new Missing());
    assertThat(complaints()).containsExactly("was not found");
  }

  private List<String> complaints() {
    return RecordChecker.judge(calls, List.of(left)).stream()
        .map(it -> it.replaceFirst("^session [^ ]+: ", ""))
        .toList();
  }

  private void call(UUID organization, long start, long end, Fact fact) {
    calls.add(new RecordedCall(organization, SESSION, fact, start, end));
  }

  private static FinalSession left(
      long version, String subject, @Nullable String endedBy, List<UUID> messages) {
    return new FinalSession(OWN, SESSION, version, subject, endedBy, messages);
  }
}
