package dev.sessionlifecycle.verification.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.providers.ProviderIntake;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the order in which the events of a call arrive, and though each comes twice or one never
 * comes, there is one session with one end, and the same record.
 */
class EventOrderTest {
  private static final UUID END_USER = new UUID(7, 7);
  private static final int SOME_ORDERS = 40;
  private static final int FEW_ORDERS = 3;
  private static final long SEED = 20_261_130;

  /** A lifecycle with its intake, which gives each run an organization of its own. */
  private record Subject(SessionLifecycle lifecycle, ProviderIntake intake, ProviderCall call)
      implements AutoCloseable {
    static Subject open(FixtureKind kind, ProviderCall call) {
      StoreFixture fixture = kind.open();
      SessionLifecycle lifecycle =
          SessionLifecycle.builder(fixture.store())
              .clock(fixture.clock())
              .finalizeWith(FinalizeChain.first(ScrubStep.standard()))
              .build();
      ProviderIntake intake =
          ProviderIntake.into(lifecycle)
              .from(call.adapter())
              .clock(fixture.clock())
              .opening((organization, began) -> Optional.of(began.toRequest(END_USER)))
              .build();
      return new Subject(lifecycle, intake, call);
    }

    Map<String, Object> recordOf(List<Integer> order) {
      UUID organization = UUID.randomUUID();
      for (int event : order) {
        intake.apply(organization, call.adapter().provider(), call.events().get(event));
      }
      return CallRecord.of(lifecycle.organization(organization), call.dependsOnOrder());
    }

    @Override
    public void close() {
      lifecycle.close();
    }
  }

  static Stream<Arguments> callsOnStores() {
    return Stream.of(FixtureKind.values())
        .flatMap(
            kind -> Stream.of(ProviderCall.values()).map(call -> Arguments.arguments(kind, call)));
  }

  @ParameterizedTest
  @MethodSource("callsOnStores")
  void a_call_in_order_ends_for_the_reason_of_the_rules(FixtureKind kind, ProviderCall call) {
    try (Subject subject = Subject.open(kind, call)) {
      Map<String, Object> record = subject.recordOf(EventOrders.inOrder(call.events().size()));
      assertThat(record)
          .containsEntry("reason", call.reason().name())
          .containsEntry("outcome", call.outcome().name())
          .containsEntry("messageCount", call.messages());
    }
  }

  @ParameterizedTest
  @EnumSource
  void some_orders_lead_to_one_record_in_memory(ProviderCall call) {
    check(FixtureKind.MEMORY, call, SOME_ORDERS);
  }

  @ParameterizedTest
  @MethodSource("callsOnStores")
  void few_orders_lead_to_one_record_on_each_store(FixtureKind kind, ProviderCall call) {
    check(kind, call, FEW_ORDERS);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("callsOnStores")
  void every_order_leads_to_one_record_on_each_store(FixtureKind kind, ProviderCall call) {
    check(kind, call, Integer.MAX_VALUE);
  }

  private static void check(FixtureKind kind, ProviderCall call, int orders) {
    int events = call.events().size();
    try (Subject subject = Subject.open(kind, call)) {
      Map<List<Integer>, Map<String, Object>> expected = new HashMap<>();
      for (List<Integer> order : EventOrders.some(events, orders, SEED)) {
        for (List<Integer> arrived : variants(order)) {
          List<Integer> present = arrived.stream().distinct().sorted().toList();
          assertThat(subject.recordOf(arrived))
              .as("%s of %s", arrived, call)
              .isEqualTo(expected.computeIfAbsent(present, subject::recordOf));
        }
      }
    }
  }

  /** The order itself, with each event doubled, and with each one missing. */
  private static List<List<Integer>> variants(List<Integer> order) {
    List<List<Integer>> variants = new ArrayList<>(List.of(order));
    for (int event : order) {
      variants.add(EventOrders.doubled(order, event));
      variants.add(EventOrders.without(order, event));
    }
    return variants;
  }
}
