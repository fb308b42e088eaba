package dev.sessionlifecycle.testkit.conformance;

import org.junit.jupiter.api.Nested;

/**
 * Every suite for a store: extend it, implement {@link #fixture()}, and run it.
 *
 * <pre>{@code
 * class MyStoreTest extends StoreConformance {
 *   private static final SettableClock CLOCK = SettableClock.create();
 *   private static final StoreFixture FIXTURE = new StoreFixture(MyStore.open(CLOCK), CLOCK);
 *
 *   @Override
 *   protected StoreFixture fixture() {
 *     return FIXTURE;
 *   }
 * }
 * }</pre>
 *
 * <p>Each nested class is one suite, which a build can select: {@code MyStoreTest$Close}.
 *
 * <p>No test is ever skipped, and every test fails on a store that does nothing.
 */
public abstract class StoreConformance {

  /** For subclasses. */
  protected StoreConformance() {}

  /** Returns the store under test; called before each test, and may return the same one. */
  protected abstract StoreFixture fixture();

  @Nested
  class Open extends OpenConformance {}

  @Nested
  class Append extends AppendConformance {}

  @Nested
  class Transition extends TransitionConformance {}

  @Nested
  class Overdue extends OverdueConformance {}

  @Nested
  class Close extends CloseConformance {}

  @Nested
  class CloseRace extends CloseRaceConformance {}

  @Nested
  class ExternalRef extends ExternalRefConformance {}

  @Nested
  class Enrich extends EnrichConformance {}

  @Nested
  class Bulk extends BulkConformance {}

  @Nested
  class Count extends CountConformance {}

  @Nested
  class Eval extends EvalConformance {}

  @Nested
  class AfterCall extends AfterCallConformance {}

  @Nested
  class Update extends UpdateConformance {}

  @Nested
  class History extends HistoryConformance {}

  @Nested
  class List extends ListConformance {}

  @Nested
  class Owner extends OwnerConformance {}

  @Nested
  class Policy extends PolicyConformance {}

  @Nested
  class Chain extends ChainConformance {}

  @Nested
  class Delivery extends DeliveryConformance {}

  @Nested
  class EnrichedDelivery extends EnrichedDeliveryConformance {}

  @Nested
  class PurgedDelivery extends PurgedDeliveryConformance {}

  @Nested
  class Settle extends SettleConformance {}

  @Nested
  class Effects extends EffectsConformance {}

  @Nested
  class Parked extends ParkedConformance {}

  @Nested
  class Isolation extends IsolationConformance {}

  @Nested
  class TextAndTime extends TextAndTimeConformance {}

  @Nested
  class Sweep extends SweepConformance {}

  @Nested
  class Fence extends FenceConformance {}

  @Nested
  class Hold extends HoldConformance {}

  @Nested
  class Disposal extends DisposalConformance {}

  @Nested
  class DueDisposal extends DueDisposalConformance {}
}
