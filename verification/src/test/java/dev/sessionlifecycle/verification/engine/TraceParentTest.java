package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class TraceParentTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final EngineFixture at;
  private final Map<UUID, List<Optional<String>>> seen = new LinkedHashMap<>();
  private int failures = 1;

  TraceParentTest(EngineStore kind) {
    at = new EngineFixture(kind);
  }

  @Test
  void every_attempt_sees_the_trace_context_of_the_end() {
    SessionLifecycle lifecycle = lifecycle(() -> TRACE);
    OrganizationSessions sessions = lifecycle.organization(at.organization);
    UUID id = open(sessions);
    sessions.close(id, "resolved");
    lifecycle.finalizer().runDue(10);
    at.clock.advance(Duration.ofHours(1));
    lifecycle.finalizer().runDue(10);
    assertThat(seen.get(id)).hasSize(3).containsOnly(Optional.of(TRACE));
  }

  @Test
  void ends_in_bulk_and_by_a_successor_have_it_too() {
    failures = 0;
    SessionLifecycle lifecycle = lifecycle(() -> TRACE);
    OrganizationSessions sessions = lifecycle.organization(at.organization);
    UUID user = UUID.randomUUID();
    SessionRequest request = SessionRequest.on("chat", user).withOpenPolicy(OpenPolicy.SUPERSEDE);
    Session first = sessions.open(request).orThrow();
    Session second = sessions.open(request).orThrow();
    sessions.bulk().close(List.of(second.id(), open(sessions)), EndRequest.reported("resolved"));
    lifecycle.finalizer().runDue(10);
    assertThat(seen).hasSize(3).containsKeys(first.id(), second.id());
    assertThat(seen.values()).allSatisfy(it -> assertThat(it).containsOnly(Optional.of(TRACE)));
  }

  @Test
  void what_is_no_trace_context_is_dropped_and_the_session_ends() {
    failures = 0;
    List<Supplier<@Nullable String>> sources = new ArrayList<>();
    for (String text :
        List.of(
            "",
            TRACE.toUpperCase(Locale.ROOT),
            TRACE + "0",
            TRACE + "-00",
            "ff" + TRACE.substring(2),
            TRACE.replace("0af7651916cd43dd8448eb211c80319c", "0".repeat(32)),
            TRACE.replace("b7ad6b7169203331", "0".repeat(16)),
            TRACE.replace('-', '_'),
            TRACE.replace('a', 'é'),
            "x".repeat(100_000))) {
      sources.add(() -> text);
    }
    sources.add(() -> null);
    sources.add(
        () -> {
          throw new IllegalStateException("no context");
        });
    sources.add(
        () -> {
          throw new StackOverflowError();
        });
    for (Supplier<@Nullable String> source : sources) {
      SessionLifecycle lifecycle = lifecycle(source);
      OrganizationSessions sessions = lifecycle.organization(at.organization);
      UUID id = open(sessions);
      assertThat(sessions.close(id, "resolved").session().isEnded()).isTrue();
      lifecycle.finalizer().runDue(10);
      assertThat(seen.get(id)).containsOnly(Optional.empty());
    }
  }

  @Test
  void a_later_version_of_the_format_is_kept() {
    failures = 0;
    String later = "01" + TRACE.substring(2);
    SessionLifecycle lifecycle = lifecycle(() -> later);
    OrganizationSessions sessions = lifecycle.organization(at.organization);
    UUID id = open(sessions);
    sessions.fail(id, EndRequest.reported("error"));
    lifecycle.finalizer().runDue(10);
    assertThat(seen.get(id)).containsOnly(Optional.of(later));
  }

  private static UUID open(OrganizationSessions sessions) {
    return sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
  }

  private SessionLifecycle lifecycle(Supplier<@Nullable String> source) {
    return SessionLifecycle.builder(at.store)
        .clock(at.clock)
        .traceParent(source)
        .finalizeWith(FinalizeChain.first(step("first")).then(step("second")))
        .build();
  }

  private FinalizeStep step(String name) {
    return FinalizeStep.of(
        name,
        context -> {
          seen.computeIfAbsent(context.session().id(), id -> new ArrayList<>())
              .add(context.traceParent());
          boolean fails = name.equals("first") && context.attempt() <= failures;
          return fails
              ? StepOutcome.retryLater(Duration.ofMinutes(1), "not_yet")
              : StepOutcome.done();
        });
  }
}
