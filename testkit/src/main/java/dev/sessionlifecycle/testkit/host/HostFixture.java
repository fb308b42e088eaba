package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What one test has, by type. */
final class HostFixture implements AutoCloseable {
  private final TestStore store;
  private final Runnable onClose;
  private final SessionLifecycle lifecycle;
  private final Map<Class<?>, Object> parameters;

  HostFixture(TestStore store, LifecycleSetup setup, Runnable onClose) {
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

  @Override
  public void close() {
    try {
      lifecycle.close();
      store.close();
    } finally {
      onClose.run();
    }
  }
}
