package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.DispositionResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.UsageResult;
import dev.sessionlifecycle.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Dispositions and usage through the API. */
@ParameterizedClass
@EnumSource(LifecyclesUnderTest.class)
class AfterCallTest {
  @Parameter LifecyclesUnderTest front;

  private OrganizationSessions sessions;
  private Session live;

  @BeforeEach
  void open() {
    front.clock().set(SettableClock.START);
    sessions = front.sessions();
    live = LifecyclesUnderTest.open(sessions);
  }

  private UUID ended() {
    return sessions.close(live.id(), EndRequest.unspecified()).session().id();
  }

  @Test
  void a_disposition_is_on_the_record_and_in_the_filter() {
    UUID id = ended();
    Session before = sessions.get(id);
    Session after = sessions.disposition(id, "sold", "called back", "agent 7").orThrow();
    assertThat(after.disposition())
        .isEqualTo(new Disposition("sold", "called back", "agent 7", front.clock().instant()));
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
    assertThat(sessions.history(id)).hasSize(2);
    assertThat(sessions.list(SessionFilter.all().withDisposition("sold")).items())
        .containsExactly(after);
    assertThat(sessions.count(SessionFilter.all().withDisposition("lost")).total()).isZero();
  }

  @Test
  void a_blank_note_is_none_and_api_the_usual_name() {
    Session after = sessions.disposition(ended(), "sold", "  ").orThrow();
    Disposition disposition = Objects.requireNonNull(after.disposition());
    assertThat(disposition.note()).isNull();
    assertThat(disposition.by()).isEqualTo("api");
    assertThat(disposition.toString()).doesNotContain("api");
  }

  @Test
  void every_refusal_of_a_disposition_has_its_code() {
    assertThat(sessions.disposition(live.id(), "sold", null))
        .isInstanceOf(DispositionResult.NotEnded.class);
    assertCode("session_live", () -> sessions.disposition(live.id(), "sold", null).orThrow());
    UUID id = ended();
    sessions.disposition(id, "sold", null);
    assertCode("disposition_recorded", () -> sessions.disposition(id, "lost", null).orThrow());
    UUID other = sessions.close(LifecyclesUnderTest.open(sessions).id()).session().id();
    front.clock().advance(Duration.ofHours(24).plusNanos(1_000));
    assertCode("disposition_too_late", () -> sessions.disposition(other, "sold", null).orThrow());
    assertCode("usage_too_late", () -> sessions.addUsage(other, cost("1")).orThrow());
    assertThat(sessions.get(other).disposition()).isNull();
    SessionLifecycle longer =
        SessionLifecycle.builder(front.store())
            .clock(front.clock())
            .afterCallWork(Duration.ofDays(2))
            .build();
    longer.organization(sessions.organizationId()).disposition(other, "sold", null).orThrow();
  }

  @Test
  void the_note_and_the_name_are_scrubbed_at_the_door() {
    SessionLifecycle scrubbing =
        SessionLifecycle.builder(front.store())
            .clock(front.clock())
            .inputScrubber(text -> text.replace("Ada", "[NAME]"))
            .build();
    OrganizationSessions scrubbed = scrubbing.organization(sessions.organizationId());
    UUID id = ended();
    assertThatThrownBy(() -> scrubbed.disposition(id, "Ada:1", null))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> scrubbed.addUsage(id, Map.of("Ada:1", BigDecimal.ONE)))
        .isInstanceOf(InvalidInputException.class);
    Session after = scrubbed.disposition(id, "sold", "Ada paid", "Ada L").orThrow();
    Disposition disposition = Objects.requireNonNull(after.disposition());
    assertThat(disposition.note()).isEqualTo("[NAME] paid");
    assertThat(disposition.by()).isEqualTo("[NAME] L");
    assertThat(scrubbed.disposition(id, "sold", "Ada paid", "Ada L"))
        .as("a repeated call")
        .isInstanceOf(DispositionResult.Recorded.class);
  }

  @Test
  void a_report_with_a_key_counts_once_also_after_the_end() {
    sessions.addUsage(live.id(), cost("0.10")).orThrow();
    assertThat(sessions.addUsage(live.id(), "webhook 1", cost("0.25")))
        .isInstanceOf(UsageResult.Added.class);
    UUID id = ended();
    assertThat(sessions.addUsage(id, "webhook 1", cost("7")))
        .isInstanceOf(UsageResult.AlreadyAdded.class);
    assertThat(sessions.addUsage(id, "webhook 2", cost("0.05")).orThrow().usage())
        .isEqualTo(Map.of("cost", new BigDecimal("0.4")));
    assertThat(sessions.addUsage(id, "webhook 2", cost("0.05")).orThrow().usage())
        .isEqualTo(Map.of("cost", new BigDecimal("0.4")));
  }

  @Test
  void bad_input_is_refused_with_its_field_and_changes_nothing() {
    UUID id = ended();
    assertViolation("code", () -> sessions.disposition(id, "no label", null));
    assertViolation("code", () -> sessions.disposition(id, "x".repeat(65), null));
    assertViolation("note", () -> sessions.disposition(id, "sold", "x".repeat(1_001)));
    assertViolation("note", () -> sessions.disposition(id, "sold", "\0"));
    assertViolation("by", () -> sessions.disposition(id, "sold", null, " "));
    assertViolation("amounts", () -> sessions.addUsage(id, Map.of()));
    Map<String, BigDecimal> many = new HashMap<>();
    for (int i = 0; i <= OrganizationSessions.MOST_USAGE_NAMES; i++) {
      many.put("name" + i, BigDecimal.ONE);
    }
    assertViolation("amounts", () -> sessions.addUsage(id, many));
    assertViolation("amounts.names", () -> sessions.addUsage(id, Map.of("", BigDecimal.ONE)));
    Map<String, BigDecimal> missing = new HashMap<>();
    missing.put("cost", null);
    assertViolation("amounts.values", () -> sessions.addUsage(id, missing));
    for (String bad :
        List.of("-0.1", "1e15", "1e-13", "1e999999999", "1e-999999999", "0.1234567890123")) {
      assertViolation("amounts.values", () -> sessions.addUsage(id, cost(bad)));
    }
    assertViolation("report", () -> sessions.addUsage(id, " ", cost("1")));
    assertViolation("report", () -> sessions.addUsage(id, "x".repeat(256), cost("1")));
    assertViolation(
        "disposition", () -> sessions.list(SessionFilter.all().withDisposition("no label")));
    assertThat(sessions.get(id).usage()).isEmpty();
    assertThat(sessions.get(id).disposition()).isNull();
    assertThat(sessions.addUsage(id, cost("999999999999999.999999999999")).orThrow().usage())
        .isEqualTo(cost("999999999999999.999999999999"));
  }

  @Test
  void the_names_and_reports_of_a_session_are_bounded() {
    for (int i = 0; i < OrganizationSessions.MOST_USAGE_NAMES; i++) {
      sessions.addUsage(live.id(), Map.of("name" + i, BigDecimal.TEN)).orThrow();
    }
    assertCode("usage_full", () -> sessions.addUsage(live.id(), cost("1")));
    assertThat(sessions.get(live.id()).usage())
        .hasSize(OrganizationSessions.MOST_USAGE_NAMES)
        .containsEntry("name7", BigDecimal.TEN);
  }

  @Test
  void a_foreign_or_missing_session_and_a_read_only_view_are_refused() {
    UUID id = ended();
    OrganizationSessions other = front.sessions();
    assertThatThrownBy(() -> other.disposition(id, "sold", null))
        .isInstanceOf(SessionNotFoundException.class);
    assertThatThrownBy(() -> other.addUsage(id, cost("1")))
        .isInstanceOf(SessionNotFoundException.class);
    OrganizationSessions readOnly =
        front.lifecycle().readOnly().organization(sessions.organizationId());
    assertThatThrownBy(() -> readOnly.disposition(id, "sold", null))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> readOnly.addUsage(id, cost("1")))
        .isInstanceOf(AccessDeniedException.class);
  }

  private static Map<String, BigDecimal> cost(String amount) {
    return Map.of("cost", new BigDecimal(amount));
  }

  private static void assertCode(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SessionConflictException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void assertViolation(String field, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.violations()).extracting(Violation::field).containsOnly(field));
  }
}
