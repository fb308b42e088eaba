package dev.sessionlifecycle.verification.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The oracle finds errors that all stores have in common. */
class FalsifiedResultsTest {
  private static Optional<String> foundOnBoth(String operation, Function<Object, Object> change) {
    return FaultyComparisons.found(true, store -> FalsifyingStore.of(operation, change, store));
  }

  @Test
  void a_second_winning_close_on_every_store_is_detected() {
    assertThat(
            foundOnBoth(
                "close",
                answer ->
                    answer instanceof CloseReply.AlreadyEnded late
                        ? new CloseReply.Closed(late.session())
                        : answer))
        .hasValueSatisfying(it -> assertThat(it).contains("only what lives is ended"));
  }

  @Test
  void a_loser_that_reads_a_wrong_record_on_every_store_is_detected() {
    assertThat(
            foundOnBoth(
                "close",
                answer ->
                    answer instanceof CloseReply.AlreadyEnded late
                        ? new CloseReply.AlreadyEnded(
                            SessionBuilder.of(late.session())
                                .reason(TerminationReason.ERROR)
                                .build())
                        : answer))
        .hasValueSatisfying(
            it -> assertThat(it).contains("a reason is replaced by a specific one only"));
  }

  @Test
  void an_ended_session_that_revives_on_every_store_is_detected() {
    assertThat(
            foundOnBoth("find", found -> ((Optional<?>) found).map(FalsifiedResultsTest::revived)))
        .hasValueSatisfying(it -> assertThat(it).contains("status after the end"));
  }

  private static Object revived(Object found) {
    Session session = (Session) found;
    return SessionBuilder.of(session.organizationId(), session.id(), session.endUserId())
        .channel(session.channel())
        .sessionType(session.sessionType())
        .status(SessionStatus.ACTIVE)
        .messageCount(session.messageCount())
        .userMessageCount(session.userMessageCount())
        .createdAt(session.createdAt())
        .startedAt(session.startedAt())
        .updatedAt(session.updatedAt())
        .version(session.version())
        .build();
  }

  @Test
  void an_end_without_a_reason_on_every_store_is_detected() {
    assertThat(
            foundOnBoth(
                "close",
                answer ->
                    answer instanceof CloseReply.Closed closed
                        ? new CloseReply.Closed(
                            SessionBuilder.of(closed.session()).reason(null).build())
                        : answer))
        .hasValueSatisfying(it -> assertThat(it).contains("an end has a known reason"));
  }

  @Test
  void a_message_missing_on_every_store_is_detected() {
    assertThat(
            foundOnBoth(
                "messages",
                answer ->
                    ((List<?>) answer)
                        .stream().filter(it -> ((StoredMessage) it).sequence() != 2).toList()))
        .hasValueSatisfying(it -> assertThat(it).containsAnyOf("no gap", "are counted"));
  }

  @Test
  void a_count_that_contradicts_the_listing_on_every_store_is_detected() {
    assertThat(
            foundOnBoth(
                "count",
                answer -> {
                  SessionCounts counts = (SessionCounts) answer;
                  return new SessionCounts(
                      counts.total() + 1, counts.byStatus(), counts.byOutcome(), counts.byReason());
                }))
        .hasValueSatisfying(it -> assertThat(it).contains("the counts are"));
  }

  @Test
  void a_session_that_no_store_lists_is_detected() {
    assertThat(foundOnBoth("list", answer -> List.of()))
        .hasValueSatisfying(it -> assertThat(it).contains("all that were opened are listed"));
  }
}
