package dev.sessionlifecycle.verification.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.providers.ProviderAdapter;
import dev.sessionlifecycle.providers.ProviderIntake;
import dev.sessionlifecycle.providers.SignalResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A transcript that a provider reports after the end, to another node: it is written under the
 * lease that the end has taken, or not at all, so that none is stored that no step scrubs.
 */
class TranscriptAfterEndTest {
  private static final String ADDRESS = "maria.keller@example.com";

  private final UUID organization = UUID.randomUUID();
  private final ProviderAdapter vapi = ProviderAdapter.vapi("secret");
  private final List<String> seen = new ArrayList<>();

  private SessionLifecycle node(StoreFixture fixture) {
    FinalizeStep look =
        FinalizeStep.of(
            "look",
            context -> {
              context.transcript().messages().stream()
                  .map(TranscriptMessage::text)
                  .forEach(seen::add);
              return StepOutcome.done();
            });
    return SessionLifecycle.builder(fixture.store())
        .clock(fixture.clock())
        .finalizeWith(FinalizeChain.first(ScrubStep.standard()).then(look))
        .build();
  }

  private List<SignalResult> apply(SessionLifecycle node, Storing storing, String event) {
    ProviderIntake intake =
        ProviderIntake.into(node)
            .from(vapi)
            .opening((id, call) -> Optional.of(call.toRequest(new UUID(0, 2)).withStoring(storing)))
            .build();
    return intake.apply(organization, "vapi", vapi.read(ProviderPayloads.of("vapi", event).body()));
  }

  private static Session only(OrganizationSessions sessions) {
    return sessions.get(sessions.list(SessionFilter.all()).items().get(0).id());
  }

  private static void runDue(SessionLifecycle node) {
    node.finalizer().runDue(100);
    node.finalizer().runDue(100);
  }

  @ParameterizedTest
  @EnumSource
  void the_chain_waits_for_it_and_scrubs_it(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    SessionLifecycle ending = node(fixture);
    try (SessionLifecycle reporting = node(fixture)) {
      OrganizationSessions sessions = reporting.organization(organization);
      apply(ending, Storing.FULL, "status-update_in-progress");
      apply(ending, Storing.FULL, "status-update_ended");
      runDue(reporting);
      assertThat(only(sessions).isEnded()).isTrue();
      assertThat(only(sessions).finalizedAt()).isNull();

      assertThat(apply(reporting, Storing.FULL, "end-of-call-report"))
          .contains(new SignalResult.Appended(4));

      runDue(ending);
      assertThat(only(sessions).finalizedAt()).isNotNull();
      assertThat(only(sessions).outcome()).isEqualTo(OutcomeCategory.UNRESOLVED);
      assertThat(seen).hasSize(4).noneMatch(it -> it.contains(ADDRESS));
      assertThat(sessions.messages(only(sessions).id()))
          .extracting(StoredMessage::text)
          .hasSize(4)
          .noneMatch(it -> it.contains(ADDRESS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_that_comes_too_late_is_not_stored(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle node = node(fixture)) {
      OrganizationSessions sessions = node.organization(organization);
      apply(node, Storing.FULL, "status-update_ended");
      fixture.clock().advance(Duration.ofSeconds(61));
      runDue(node);
      assertThat(only(sessions).finalizedAt()).isNotNull();

      assertThat(apply(node, Storing.FULL, "end-of-call-report"))
          .contains(new SignalResult.Nothing(SignalResult.Why.TRANSCRIPT_TOO_LATE));

      assertThat(sessions.messages(only(sessions).id())).isEmpty();
      assertThat(only(sessions).usage()).hasSize(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_session_that_stores_scrubbed_texts_only_gets_it_scrubbed(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle node = node(fixture)) {
      OrganizationSessions sessions = node.organization(organization);
      apply(node, Storing.SCRUBBED_ON_WRITE, "status-update_ended");
      apply(node, Storing.SCRUBBED_ON_WRITE, "end-of-call-report");
      assertThat(sessions.messages(only(sessions).id()))
          .extracting(StoredMessage::text)
          .hasSize(4)
          .noneMatch(it -> it.contains(ADDRESS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_session_that_stores_facts_only_waits_for_none(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle node = node(fixture)) {
      OrganizationSessions sessions = node.organization(organization);
      apply(node, Storing.FACTS_ONLY, "status-update_ended");
      runDue(node);
      assertThat(only(sessions).finalizedAt()).isNotNull();
      apply(node, Storing.FACTS_ONLY, "end-of-call-report");
      assertThat(sessions.messages(only(sessions).id())).isEmpty();
    }
  }
}
