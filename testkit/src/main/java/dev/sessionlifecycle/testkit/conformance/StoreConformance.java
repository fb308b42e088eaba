package dev.sessionlifecycle.testkit.conformance;

import org.junit.jupiter.api.Nested;

/**
 * Every suite, for a store: extend it, answer {@link #fixture()}, and run it.
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
 * <p>No test of these suites is ever skipped, and each fails on a store that does nothing.
 */
public abstract class StoreConformance extends LifecycleConformance {

  /** For the store that is to prove itself. */
  protected StoreConformance() {}

  @Nested
  class Sweep extends SweepConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }

  @Nested
  class Fence extends FenceConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }

  @Nested
  class EarlyEnd extends EarlyEndConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }

  @Nested
  class Hold extends HoldConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }

  @Nested
  class Disposal extends DisposalConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }

  @Nested
  class DisposalLook extends DisposalLookConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }

  @Nested
  class HoldRace extends HoldRaceConformance {
    @Override
    protected StoreFixture fixture() {
      return StoreConformance.this.fixture();
    }
  }
}
