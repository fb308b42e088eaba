package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel is compared without regard to case and blanks, and shown as it was given. */
@ParameterizedClass
@EnumSource
@Tag("long")
class ChannelNamesTest {
  private static final List<String> NAMES =
      List.of("whatsİpp line", "WhatsİPP  Line", " whatsi̇ppline", "WHATSİPP\u00a0LINE\t");
  private static final UUID USER = UUID.randomUUID();

  private final StoreFixture fixture;
  private final SessionLifecycle lifecycle;
  private final UUID organization = UUID.randomUUID();
  private final OrganizationSessions sessions;

  ChannelNamesTest(FixtureKind kind) {
    fixture = kind.open();
    lifecycle = lifecycle(RetentionPolicy.keepFor(Duration.ofDays(30)), TimeLimits.defaults());
    sessions = lifecycle.organization(organization);
  }

  private SessionLifecycle lifecycle(RetentionPolicy retention, TimeLimits limits) {
    return SessionLifecycle.builder(fixture.store())
        .clock(fixture.clock())
        .retention(retention)
        .timeLimits(limits)
        .build();
  }

  @AfterEach
  void stop() {
    lifecycle.close();
  }

  private static SessionRequest request(String channel, OpenPolicy policy) {
    return SessionRequest.on(channel, USER).withOpenPolicy(policy);
  }

  private static Duration kept(Session ended) {
    Instant end = Objects.requireNonNull(ended.closedAt());
    return Duration.between(end, Objects.requireNonNull(ended.retentionExpiresAt()));
  }

  @ParameterizedTest
  @EnumSource(
      value = OpenPolicy.class,
      names = {"REUSE", "SUPERSEDE", "REJECT"})
  void every_open_policy_finds_the_session_of_the_channel(OpenPolicy policy) {
    UUID first = sessions.open(request(NAMES.get(0), OpenPolicy.REUSE)).orThrow().id();
    for (String name : NAMES) {
      OpenResult single = sessions.open(request(name, policy));
      assertThat(single).isNotInstanceOf(OpenResult.Opened.class);
      OpenResult bulk = sessions.bulk().open(List.of(request(name, policy))).get(0).orThrow();
      assertThat(bulk).isNotInstanceOf(OpenResult.Opened.class);
      if (policy == OpenPolicy.REUSE) {
        assertThat(List.of(single.session().id(), bulk.session().id())).containsOnly(first);
        assertThat(single.session().channel()).isEqualTo(NAMES.get(0));
      }
    }
    assertThat(sessions.list(SessionFilter.inStatus(SessionStatus.ACTIVE)).items()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_session_that_is_there_is_found_under_each_name_of_the_channel(OpenPolicy policy) {
    UUID id = UUID.randomUUID();
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    sessions.open(request(NAMES.get(0), policy).withId(id).withExternalRef(ref));
    for (String name : NAMES) {
      SessionRequest again = request(name, policy);
      assertThat(sessions.open(again.withId(id)).session().id()).isEqualTo(id);
      assertThat(sessions.open(again.withExternalRef(ref)).session().id()).isEqualTo(id);
    }
    assertThatThrownBy(() -> sessions.open(request("whatsapp", policy).withId(id)))
        .isInstanceOf(SessionConflictException.class);
  }

  @ParameterizedTest
  @EnumSource(value = OpenPolicy.class, names = "ALWAYS_NEW")
  void a_filter_selects_every_name_of_the_channel(OpenPolicy policy) {
    NAMES.forEach(name -> sessions.open(request(name, policy)));
    sessions.open(request("whatsapp", policy));
    for (String name : NAMES) {
      SessionFilter filter = SessionFilter.all().withChannel(name);
      assertThat(sessions.list(filter).items())
          .extracting(Session::channel)
          .containsExactlyInAnyOrderElementsOf(NAMES);
      assertThat(sessions.count(filter).total()).isEqualTo(NAMES.size());
    }
    SessionFilter one = SessionFilter.all().withChannel(NAMES.get(3));
    sessions.bulk().close(one, EndRequest.unspecified(), null, 100);
    assertThat(sessions.count(SessionFilter.inStatus(SessionStatus.ACTIVE)).total()).isEqualTo(1);
  }

  /** Where the rule of a channel is kept. */
  enum Rule {
    FALLBACK,
    DEFAULT,
    OWN
  }

  @ParameterizedTest
  @EnumSource
  void a_retention_rule_applies_to_every_name_of_the_channel(Rule rule) {
    UUID policyId = UUID.randomUUID();
    for (String ruled : NAMES) {
      RetentionPolicy policy =
          RetentionPolicy.keepFor(Duration.ofDays(30))
              .withChannel(NAMES.get(0), Duration.ofDays(3))
              .withChannel(ruled, Duration.ofDays(2));
      assertThat(policy.rules()).hasSize(2);
      switch (rule) {
        case FALLBACK -> {}
        case DEFAULT -> lifecycle.retention(organization).defineDefault(policyId, policy);
        case OWN -> lifecycle.retention(organization).define(policyId, policy);
      }
      OrganizationSessions door =
          rule == Rule.FALLBACK
              ? lifecycle(policy, TimeLimits.defaults()).organization(organization)
              : sessions;
      for (String name : NAMES) {
        SessionRequest request = request(name, OpenPolicy.ALWAYS_NEW);
        SessionRequest own = rule == Rule.OWN ? request.withRetentionPolicy(policyId) : request;
        UUID single = door.open(own).orThrow().id();
        UUID bulk = door.open(own).orThrow().id();
        assertThat(kept(door.close(single).session())).isEqualTo(Duration.ofDays(2));
        door.bulk().close(List.of(bulk), EndRequest.unspecified());
        assertThat(kept(door.get(bulk))).isEqualTo(Duration.ofDays(2));
      }
    }
    if (rule == Rule.DEFAULT) {
      RetentionPolicy longer =
          RetentionPolicy.keepFor(Duration.ofDays(1)).withChannel(NAMES.get(1), Duration.ofDays(9));
      lifecycle.retention(organization).defineDefault(policyId, longer);
      lifecycle.retention(organization).recalculateRetention(RetentionChangeMode.NEVER_SHORTER);
      assertThat(sessions.list(SessionFilter.all()).items())
          .allSatisfy(it -> assertThat(kept(it)).isEqualTo(Duration.ofDays(9)));
    }
  }

  @ParameterizedTest
  @EnumSource(value = OpenPolicy.class, names = "ALWAYS_NEW")
  void a_time_limit_applies_to_every_name_of_the_channel(OpenPolicy policy) {
    for (String limited : NAMES) {
      TimeLimits limits = TimeLimits.defaults().withIdle(limited, Duration.ofMinutes(1));
      SessionLifecycle node = lifecycle(RetentionPolicy.keepFor(Duration.ofDays(30)), limits);
      List<UUID> ids =
          NAMES.stream()
              .map(it -> node.organization(organization).open(request(it, policy)).orThrow().id())
              .toList();
      fixture.clock().advance(Duration.ofMinutes(1));
      node.housekeeping().runDue(100);
      assertThat(ids)
          .allSatisfy(
              id ->
                  assertThat(sessions.get(id).reason())
                      .isEqualTo(TerminationReason.SILENCE_TIMEOUT));
    }
  }
}
