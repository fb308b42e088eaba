package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that are anonymized after one time and purged after another. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class TwoStageRetentionTest extends HousekeepingFixture {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RetentionPolicy TWO_STAGES =
      RetentionPolicy.keepFor(WEEK).withAnonymizeAfter(DAY);

  @TempDir Path folder;

  private Session ended() {
    Session session = call();
    sessions.append(session.id(), Message.fromUser("hello"), Message.fromAgent("hi"));
    return sessions.close(session.id(), "USER_REQUESTED").session();
  }

  private OrganizationRetention retention() {
    return lifecycle.retention(organization);
  }

  private List<Receipt.Kind> receipts() {
    List<Receipt> receipts = new ArrayList<>(retention().receipts(null, 10));
    receipts.sort(Comparator.comparing(Receipt::at));
    return receipts.stream().map(Receipt::kind).toList();
  }

  @Test
  void a_session_is_anonymized_then_purged_each_with_a_receipt() {
    build(it -> it.retention(TWO_STAGES));
    Session session = ended();
    assertThat(sweepAfter(DAY.minusNanos(1_000)).done()).isEmpty();
    assertThat(sweepAfter(Duration.ofNanos(1_000)).count(Done.ANONYMIZED)).isEqualTo(1);
    Session left = reload(session);
    assertThat(left.anonymized()).isTrue();
    assertThat(left.outcome()).isEqualTo(session.outcome());
    assertThat(left.retentionExpiresAt()).isEqualTo(session.retentionExpiresAt());
    assertThat(sessions.messages(session.id())).isEmpty();
    assertThat(retention().explain(session.id()))
        .isEqualTo(new RetentionDecision.KeepUntil(session.statusSince().plus(WEEK)));
    assertThat(sweepAfter(WEEK.minus(DAY).minusNanos(1_000)).done()).isEmpty();
    assertThat(sweepAfter(Duration.ofNanos(1_000)).count(Done.PURGED)).isEqualTo(1);
    assertThat(isThere(session)).isFalse();
    assertThat(receipts()).containsExactly(Receipt.Kind.ANONYMIZE, Receipt.Kind.PURGE);
    assertThat(retention().receipts(null, 10).stream().mapToLong(Receipt::messages).sum())
        .as("messages that went are counted once")
        .isEqualTo(2);
  }

  @Test
  void a_stored_policy_has_two_stages_too() {
    UUID id = UUID.randomUUID();
    retention().defineDefault(id, TWO_STAGES);
    assertThat(retention().policy(id)).contains(TWO_STAGES);
    Session session = ended();
    assertThat(sweepAfter(DAY).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(sweepAfter(WEEK.minus(DAY)).count(Done.PURGED)).isEqualTo(1);
    assertThat(isThere(session)).isFalse();
  }

  @Test
  void a_session_kept_for_ever_is_anonymized_and_stays() {
    build(it -> it.retention(RetentionPolicy.forEver().withAnonymizeAfter(DAY)));
    Session session = ended();
    assertThat(sweepAfter(DAY).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(sweepAfter(Duration.ofDays(36_000)).done()).isEmpty();
    assertThat(reload(session).anonymized()).isTrue();
    assertThat(receipts()).containsExactly(Receipt.Kind.ANONYMIZE);
  }

  @Test
  void a_session_is_anonymized_only_once_if_the_end_of_retention_does_the_same() {
    build(it -> it.retention(TWO_STAGES.thenAnonymize()));
    Session session = ended();
    assertThat(sweepAfter(DAY).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(reload(session).retentionExpiresAt()).isNull();
    assertThat(sweepAfter(Duration.ofDays(36_000)).done()).isEmpty();
    assertThat(receipts()).containsExactly(Receipt.Kind.ANONYMIZE);
  }

  @Test
  void a_retention_period_that_is_over_first_purges_at_once() {
    build(it -> it.retention(RetentionPolicy.keepFor(DAY).withAnonymizeAfter(WEEK)));
    ended();
    assertThat(sweepAfter(DAY).count(Done.PURGED)).isEqualTo(1);
    assertThat(receipts()).containsExactly(Receipt.Kind.PURGE);
  }

  @Test
  void a_hold_stops_either_stage_until_its_release() {
    build(it -> it.retention(TWO_STAGES));
    Session session = ended();
    Hold first = retention().place(HoldScope.session(session.id()), "matter 7", "counsel");
    assertThat(sweepAfter(DAY).count(NotDone.HELD)).isEqualTo(1);
    assertThat(sessions.messages(session.id())).hasSize(2);
    retention().release(first.id(), "judge");
    assertThat(sweepAfter(HOUR).count(Done.ANONYMIZED)).isEqualTo(1);
    Hold second = retention().place(HoldScope.session(session.id()), "matter 7", "counsel");
    assertThat(sweepAfter(WEEK).count(NotDone.HELD)).isEqualTo(1);
    retention().release(second.id(), "judge");
    assertThat(sweepAfter(HOUR).count(Done.PURGED)).isEqualTo(1);
  }

  @Test
  void a_session_is_archived_before_it_is_anonymized() {
    FileSessionArchive archive = FileSessionArchive.in(folder);
    build(it -> it.archive(archive).retention(TWO_STAGES.withArchiveAfter(Duration.ofDays(5))));
    Session session = ended();
    HousekeepingReport report = sweepAfter(DAY);
    assertThat(report.count(Done.ARCHIVED)).isEqualTo(1);
    assertThat(report.count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(retention().archived(session.id()).orElseThrow().messages()).hasSize(2);
    assertThat(sweepAfter(WEEK).count(Done.PURGED)).isEqualTo(1);
  }

  @Test
  void a_session_archived_early_is_anonymized_in_time() {
    FileSessionArchive archive = FileSessionArchive.in(folder);
    build(
        it ->
            it.archive(archive)
                .retention(
                    RetentionPolicy.keepFor(WEEK).withArchiveAfter(HOUR).withAnonymizeAfter(DAY)));
    ended();
    assertThat(sweepAfter(HOUR).count(Done.ARCHIVED)).isEqualTo(1);
    assertThat(sweepAfter(DAY.minus(HOUR)).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(sweepAfter(WEEK).count(Done.PURGED)).isEqualTo(1);
  }

  @Test
  void a_parked_chain_keeps_its_session_whole_unless_the_policy_lets_it_go() {
    FinalizeChain chain = FinalizeChain.first(new Parking("park"));
    build(it -> it.retention(TWO_STAGES).finalizeWith(chain));
    Session session = ended();
    lifecycle.finalizer().runDue(10);
    assertThat(sweepAfter(DAY).count(NotDone.UNFINISHED)).isEqualTo(1);
    assertThat(sessions.messages(session.id())).hasSize(2);
    retention().defineDefault(UUID.randomUUID(), TWO_STAGES.withPurgeParkedAfter(Duration.ZERO));
    assertThat(sweepAfter(HOUR).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(sweepAfter(WEEK).count(Done.PURGED)).isEqualTo(1);
  }

  @Test
  void a_recalculation_lets_a_changed_policy_anonymize_what_has_ended() {
    UUID id = UUID.randomUUID();
    retention().defineDefault(id, RetentionPolicy.keepFor(WEEK));
    Session session = ended();
    retention().defineDefault(id, TWO_STAGES);
    assertThat(retention().recalculateRetention(RetentionChangeMode.NEVER_SHORTER))
        .as("no date has changed")
        .isZero();
    assertThat(sweepAfter(DAY).count(Done.ANONYMIZED)).isEqualTo(1);
    retention().defineDefault(id, RetentionPolicy.keepFor(WEEK.plus(DAY)).withAnonymizeAfter(DAY));
    assertThat(retention().recalculateRetention(RetentionChangeMode.NEVER_SHORTER)).isEqualTo(1);
    assertThat(sweepAfter(WEEK.minus(DAY)).done()).isEmpty();
    assertThat(sweepAfter(DAY).count(Done.PURGED)).isEqualTo(1);
    assertThat(isThere(session)).isFalse();
  }
}
