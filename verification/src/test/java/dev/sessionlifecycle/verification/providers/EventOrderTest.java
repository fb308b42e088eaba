package dev.sessionlifecycle.verification.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.providers.ProviderIntake;
import dev.sessionlifecycle.providers.ProviderIntakeBuilder;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the order in which the events of a call arrive, and though each comes twice or one never
 * comes, there is one session with one end, and the same record.
 */
@Tag("long")
class EventOrderTest {
  private static final UUID END_USER = new UUID(7, 7);
  private static final int SOME_ORDERS = 12;

  /** All orders of up to five events; 720 for those of six as well. */
  private static final int ORDERS = Integer.getInteger("sessionlifecycle.orders", 120);

  private static final long SEED = 20_261_130;

  /** A lifecycle with its intake; each run has an organization of its own. */
  private record Subject(SessionLifecycle lifecycle, ProviderIntake intake)
      implements AutoCloseable {
    static Subject open(FixtureKind kind) {
      StoreFixture fixture = kind.open();
      SessionLifecycle lifecycle =
          SessionLifecycle.builder(fixture.store())
              .clock(fixture.clock())
              .finalizeWith(FinalizeChain.first(ScrubStep.standard()))
              .build();
      ProviderIntakeBuilder builder =
          ProviderIntake.into(lifecycle)
              .clock(fixture.clock())
              .opening((organization, began) -> Optional.of(began.toRequest(END_USER)));
      Stream.of(ProviderCall.values()).map(ProviderCall::adapter).forEach(builder::from);
      return new Subject(lifecycle, builder.build());
    }

    Map<String, Object> recordOf(ProviderCall call, List<Integer> order) {
      UUID organization = UUID.randomUUID();
      for (int event : order) {
        intake.apply(organization, call.adapter().provider(), call.events().get(event));
      }
      return CallRecord.of(lifecycle.organization(organization), call.dependsOnOrder());
    }

    /** Checks that these arrivals lead to the record to which the same events in order lead. */
    void check(ProviderCall call, List<List<Integer>> arrivals) {
      Map<List<Integer>, Map<String, Object>> expected = new HashMap<>();
      for (List<Integer> arrived : arrivals) {
        List<Integer> inOrder = arrived.stream().distinct().sorted().toList();
        assertThat(recordOf(call, arrived))
            .as("%s of %s", arrived, call)
            .isEqualTo(expected.computeIfAbsent(inOrder, it -> recordOf(call, it)));
      }
    }

    @Override
    public void close() {
      lifecycle.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_call_in_order_ends_for_the_reason_of_the_rules(FixtureKind kind) {
    try (Subject subject = Subject.open(kind)) {
      for (ProviderCall call : ProviderCall.values()) {
        List<Integer> inOrder = EventOrders.inOrder(call.events().size());
        assertThat(subject.recordOf(call, inOrder))
            .as(call.name())
            .containsEntry("reason", call.reason().name())
            .containsEntry("outcome", call.outcome().name())
            .containsEntry("messageCount", call.messages());
      }
    }
  }

  @Test
  void some_orders_lead_to_one_record_in_memory() {
    try (Subject subject = Subject.open(FixtureKind.MEMORY)) {
      for (ProviderCall call : ProviderCall.values()) {
        for (List<Integer> order : EventOrders.some(call.events().size(), SOME_ORDERS, SEED)) {
          subject.check(call, variants(order));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_random_order_leads_to_one_record_on_each_store(FixtureKind kind) {
    Random random = new Random(SEED);
    try (Subject subject = Subject.open(kind)) {
      for (ProviderCall call : ProviderCall.values()) {
        int events = call.events().size();
        List<Integer> order = EventOrders.some(events, 1, random.nextLong()).get(0);
        int event = random.nextInt(events);
        subject.check(
            call,
            List.of(order, EventOrders.doubled(order, event), EventOrders.without(order, event)));
      }
    }
  }

  static Stream<Arguments> callsOnStores() {
    return Stream.of(FixtureKind.values())
        .flatMap(
            kind -> Stream.of(ProviderCall.values()).map(call -> Arguments.arguments(kind, call)));
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("callsOnStores")
  void all_orders_lead_to_one_record_on_each_store(FixtureKind kind, ProviderCall call) {
    try (Subject subject = Subject.open(kind)) {
      List<List<Integer>> arrivals = new ArrayList<>();
      Random random = new Random(SEED);
      // Every order with every fault in memory; elsewhere with one of the faults.
      int most = kind == FixtureKind.MEMORY ? Integer.MAX_VALUE : ORDERS;
      for (List<Integer> order : EventOrders.some(call.events().size(), most, SEED)) {
        List<List<Integer>> variants = variants(order);
        int fault = 1 + random.nextInt(variants.size() - 1);
        arrivals.addAll(
            kind == FixtureKind.MEMORY ? variants : List.of(order, variants.get(fault)));
      }
      subject.check(call, arrivals);
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
