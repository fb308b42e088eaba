package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.testkit.host.HostFixture.Cleanup;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The databases of a test class: tests that run one after another share one, and those that run at
 * the same time have one each.
 */
final class TestDatabases implements AutoCloseable {
  private final TestDatabaseProvider provider;
  private final Queue<TestDatabase> free = new ConcurrentLinkedQueue<>();

  TestDatabases(StoreKind kind) {
    this.provider = provider(kind);
  }

  /** Opens the first of them, with its tables, so that its start is not part of a test. */
  static TestDatabases opened(StoreKind kind) {
    TestDatabases databases = new TestDatabases(kind);
    try {
      TestDatabase first = databases.take();
      databases.giveBack(first);
      JdbcTestStore.emptying(first.dataSource()).close();
      return databases;
    } catch (Throwable e) {
      Cleanup.after(e, databases);
      throw e;
    }
  }

  private static TestDatabaseProvider provider(StoreKind kind) {
    if (kind == StoreKind.H2) {
      return new H2TestDatabases();
    }
    return ServiceLoader.load(TestDatabaseProvider.class, TestDatabases.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .filter(it -> it.kind() == kind)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a store of the kind "
                        + kind
                        + " needs session-lifecycle-testkit-postgres on the class path"));
  }

  /** Returns one that no other test uses. */
  TestDatabase take() {
    TestDatabase taken = free.poll();
    return taken == null ? provider.create() : taken;
  }

  void giveBack(TestDatabase database) {
    free.add(database);
  }

  /** Closes those that were given back, each even if another cannot be closed. */
  @Override
  public void close() {
    TestDatabase next = free.poll();
    if (next != null) {
      try (next) {
        close();
      }
    }
  }
}
