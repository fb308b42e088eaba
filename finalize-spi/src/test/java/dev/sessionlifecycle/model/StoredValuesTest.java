package dev.sessionlifecycle.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a store may have been written by another version. */
class StoredValuesTest {
  @ParameterizedTest
  @EnumSource
  void a_role_is_read_from_its_name_in_lower_case(MessageRole role) {
    assertEquals(role.name().toLowerCase(Locale.ROOT), role.wire());
    assertEquals(role, MessageRole.fromWire(role.wire()));
  }

  @ParameterizedTest
  @EnumSource
  void an_outcome_is_read_from_its_name_in_lower_case(OutcomeCategory outcome) {
    assertEquals(outcome.name().toLowerCase(Locale.ROOT), outcome.wire());
    assertEquals(outcome, OutcomeCategory.fromWire(outcome.wire()));
  }

  @ParameterizedTest
  @EnumSource
  void a_priority_is_read_from_its_name_in_lower_case(Priority priority) {
    assertEquals(priority.name().toLowerCase(Locale.ROOT), priority.wire());
    assertEquals(Optional.of(priority), Priority.fromWire(priority.wire()));
  }

  @ParameterizedTest
  @EnumSource
  void a_session_type_is_read_from_its_name_in_lower_case(SessionType type) {
    assertEquals(type.name().toLowerCase(Locale.ROOT), type.wire());
    assertEquals(Optional.of(type), SessionType.fromWire(type.wire()));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "USER", "of a newer version"})
  void an_unknown_value_is_read_as_its_fallback(@Nullable String wire) {
    assertEquals(MessageRole.SYSTEM, MessageRole.fromWire(wire));
    assertEquals(OutcomeCategory.UNKNOWN, OutcomeCategory.fromWire(wire));
    assertEquals(Optional.empty(), Priority.fromWire(wire));
    assertEquals(Optional.empty(), SessionType.fromWire(wire));
  }

  @Test
  void a_callee_who_declined_or_does_not_exist_is_not_tried_again() {
    Set<TerminationReason> unreachedForGood =
        Arrays.stream(TerminationReason.values())
            .filter(it -> it.category() == OutcomeCategory.UNREACHED && !it.isRetryable())
            .collect(Collectors.toSet());
    assertEquals(
        EnumSet.of(
            TerminationReason.CALLEE_DECLINED,
            TerminationReason.CALLEE_NOT_FOUND,
            TerminationReason.USER_REJECTED),
        unreachedForGood);
  }

  @Test
  void only_unreached_and_failed_ends_are_tried_again() {
    List<OutcomeCategory> retried =
        Arrays.stream(TerminationReason.values())
            .filter(TerminationReason::isRetryable)
            .map(TerminationReason::category)
            .distinct()
            .sorted()
            .toList();
    assertEquals(List.of(OutcomeCategory.UNREACHED, OutcomeCategory.FAILED), retried);
  }

  @Test
  void an_illegal_transition_names_both_statuses_and_what_is_allowed() {
    IllegalTransitionException illegal =
        new IllegalTransitionException(SessionStatus.PAUSED, SessionStatus.RINGING);
    assertEquals(SessionStatus.PAUSED, illegal.from());
    assertEquals(SessionStatus.RINGING, illegal.to());
    assertEquals(Transitions.targetsOf(SessionStatus.PAUSED), illegal.allowed());
    assertEquals(
        "a session that is paused cannot become ringing; allowed: active, waiting_for_human,"
            + " transferred, closed, expired, error, superseded",
        illegal.getMessage());
  }

  @Test
  void a_transcript_counts_its_messages_and_prints_none_of_them() {
    TranscriptMessage message =
        new TranscriptMessage(new UUID(0, 1), MessageRole.USER, "a secret", Instant.EPOCH);
    assertEquals(2, new Transcript(List.of(message, message)).size());
    assertEquals("Transcript[messages=1]", new Transcript(List.of(message)).toString());
    assertEquals("TranscriptMessage[id=" + new UUID(0, 1) + ", role=USER]", message.toString());
  }
}
