package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad input to the finalizer and to retention: refused by field name, alike on every store. */
class BadInputToFinalizerTest {
  private static final UUID ID = new UUID(1, 1);

  @Test
  void a_missing_argument_is_refused_by_its_field() {
    Map<String, Executable> cases = new LinkedHashMap<>();
    Finalizer finalizer = LifecyclesUnderTest.MEMORY.lifecycle().finalizer();
    cases.put("run: options", () -> finalizer.runDue(1, none()));
    cases.put("parked: organization_id", () -> finalizer.parked(none()));
    cases.put("parked: filter", () -> finalizer.parked(ID, none(), null, 1));
    cases.put("replay: organization_id", () -> finalizer.replay(none(), ID));
    cases.put("replay: session_id", () -> finalizer.replay(ID, none()));
    cases.put("replay from: session_id", () -> finalizer.replayFrom(ID, none(), "s"));
    cases.put("replay from: step", () -> finalizer.replayFrom(ID, ID, none()));
    cases.put("replay all: organization_id", () -> finalizer.replayAll(none(), ParkedFilter.all()));
    cases.put("replay all: filter", () -> finalizer.replayAll(ID, none()));
    cases.put("skip: session_id", () -> finalizer.skip(ID, none(), "s", "why"));
    cases.put("skip: step", () -> finalizer.skip(ID, ID, none(), "why"));
    cases.put("skip: why", () -> finalizer.skip(ID, ID, "s", none()));
    OrganizationRetention retention = LifecyclesUnderTest.MEMORY.lifecycle().retention(ID);
    cases.put("policy: policy_id", () -> retention.policy(none()));
    cases.put("holds on: session_id", () -> retention.holdsOn(none()));
    cases.put("explain: session_id", () -> retention.explain(none()));
    cases.put("archived: session_id", () -> retention.archived(none()));
    cases.put("scope: session_id", () -> HoldScope.session(none()));
    cases.put("scope: end_user_id", () -> HoldScope.endUser(none()));
    cases.forEach(
        (name, ask) ->
            assertThat(assertThrows(InvalidInputException.class, ask, name).violations())
                .as(name)
                .extracting(Violation::field)
                .containsExactly(name.substring(name.indexOf(": ") + 2)));
  }

  @ParameterizedTest
  @EnumSource
  void a_policy_for_an_invalid_channel_is_refused(LifecyclesUnderTest store) {
    OrganizationRetention retention = store.lifecycle().retention(UUID.randomUUID());
    for (String channel : new String[] {"a\0", "a\ud83d", "x".repeat(33), " ", ""}) {
      RetentionPolicy policy = RetentionPolicy.forEver().withChannel(channel, Duration.ZERO);
      InvalidInputException refusal =
          assertThrows(
              InvalidInputException.class, () -> retention.defineDefault(ID, policy), channel);
      assertThat(refusal.violations())
          .extracting(Violation::field)
          .containsOnly("policy.rules.channel");
      assertThat(retention.policy(ID)).isEmpty();
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what no caller may pass
  private static <T> T none() {
    return null;
  }
}
