package dev.sessionlifecycle.testkit.conformance;

import org.junit.jupiter.api.Nested;

/**
 * The suites about the life of a session, its end and its chain. A store proves itself by {@link
 * StoreConformance}, which adds the suites about time.
 */
public abstract class LifecycleConformance {

  /** For the store that is to prove itself. */
  protected LifecycleConformance() {}

  /** The store under test; asked for before each test, and may be the same each time. */
  protected abstract StoreFixture fixture();

  @Nested
  class Open extends OpenConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class OpenPolicy extends OpenPolicyConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Append extends AppendConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Transition extends TransitionConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Close extends CloseConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class CloseGuard extends CloseGuardConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class CloseAll extends CloseAllConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class CloseOut extends CloseOutConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class CloseRace extends CloseRaceConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class ExternalRef extends ExternalRefConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Enrich extends EnrichConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Bulk extends BulkConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class BulkNames extends BulkNamesConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class BulkRaces extends BulkRacesConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Count extends CountConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Eval extends EvalConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Update extends UpdateConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class History extends HistoryConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class List extends ListConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Owner extends OwnerConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Policy extends PolicyConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Chain extends ChainConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Settle extends SettleConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Lease extends LeaseConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Effects extends EffectsConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Parked extends ParkedConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class Isolation extends IsolationConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }

  @Nested
  class TextAndTime extends TextAndTimeConformance {
    @Override
    protected StoreFixture fixture() {
      return LifecycleConformance.this.fixture();
    }
  }
}
