package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What one test has, by type. */
final class HostFixture implements AutoCloseable {
  private final TestStore store;
  private final Cleanup onClose;
  private final SessionLifecycle lifecycle;
  private final Map<Class<?>, Object> parameters;

  /** What is closed last. */
  @FunctionalInterface
  interface Cleanup extends AutoCloseable {
    @Override
    void close();

    /** Closes this after something has failed, which keeps being what is reported. */
    static void after(Throwable failure, AutoCloseable closing) {
      try {
        closing.close();
      } catch (Throwable e) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Opens a store with a lifecycle on it. Whatever throws, an assertion of the setup included: the
   * store is closed, and {@code onClose} called after it.
   */
  static HostFixture open(
      Supplier<? extends TestStore> stores, LifecycleSetup setup, Cleanup onClose) {
    try {
      TestStore store = stores.get();
      try {
        return new HostFixture(store, setup, onClose);
      } catch (Throwable e) {
        Cleanup.after(e, store);
        throw e;
      }
    } catch (Throwable e) {
      Cleanup.after(e, onClose);
      throw e;
    }
  }

  private HostFixture(TestStore store, LifecycleSetup setup, Cleanup onClose) {
    this.store = store;
    this.onClose = onClose;
    RecordedEvents events = new RecordedEvents();
    SessionLifecycleBuilder builder = SessionLifecycle.builder(store.store());
    setup.apply(builder);
    lifecycle = builder.clock(store.clock()).listener(events).finalizerListener(events).build();
    OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
    parameters =
        Map.of(
            SessionLifecycle.class, lifecycle,
            OrganizationSessions.class, sessions,
            SessionTime.class, SessionTime.of(store, lifecycle),
            SessionFixtures.class, SessionFixtures.of(store, sessions),
            RecordedEvents.class, events,
            TestStore.class, store);
  }

  static boolean supports(Class<?> type) {
    return type == SessionLifecycle.class
        || type == OrganizationSessions.class
        || type == SessionTime.class
        || type == SessionFixtures.class
        || type == RecordedEvents.class
        || type == TestStore.class
        || type == DataSource.class;
  }

  /** Returns the parameter; empty for the data source of a store that has none. */
  Optional<Object> parameter(Class<?> type) {
    return type == DataSource.class
        ? store.dataSource().map(Object.class::cast)
        : Optional.ofNullable(parameters.get(type));
  }

  /** Closes the lifecycle, then the store, then the rest, each even if one before it throws. */
  @Override
  public void close() {
    try (onClose;
        store) {
      lifecycle.close();
    }
  }
}
