package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Housekeeping that is closed while a sweep has far more to do than a batch. */
@Timeout(60)
class ClosingHousekeepingTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** More than the first three batches, of disposals as of archived sessions. */
  private static final int MANY = 300;

  private final AtomicInteger batches = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void closing_waits_for_the_disposals_in_hand_and_no_others() throws Exception {
    SessionStore memory = InMemorySessionStore.create();
    DisposalStore disposals =
        proxy(
            DisposalStore.class,
            (method, arguments) -> {
              if (method.getName().equals("dispose")) {
                inHand();
              }
              return call(memory.disposals(), method, arguments);
            });
    SessionStore store =
        proxy(
            SessionStore.class,
            (method, arguments) ->
                method.getName().equals("disposals") ? disposals : call(memory, method, arguments));
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(store).retention(RetentionPolicy.keepFor(Duration.ZERO)).build()) {
      endMany(lifecycle);
      assertThat(closesInTime(lifecycle)).isTrue();
      assertThat(batches).hasValue(1);
      assertThat(lifecycle.housekeeping().runDue(MANY).count(Done.PURGED)).isPositive();
      assertThat(batches).hasValueGreaterThan(2);
    }
  }

  @Test
  void closing_waits_for_the_archive_in_hand_and_writes_no_more_to_it() throws Exception {
    SessionArchive archive =
        proxy(
            SessionArchive.class,
            (method, arguments) -> {
              inHand();
              return null;
            });
    RetentionPolicy policy =
        RetentionPolicy.keepFor(Duration.ofDays(1)).withArchiveAfter(Duration.ZERO);
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(InMemorySessionStore.create())
            .retention(policy)
            .archive(archive)
            .build()) {
      endMany(lifecycle);
      assertThat(closesInTime(lifecycle)).isTrue();
      assertThat(batches).hasValue(1);
    }
  }

  /** Closes housekeeping during its first batch, which ends only then. */
  private boolean closesInTime(SessionLifecycle lifecycle) throws Exception {
    HousekeepingRun run =
        lifecycle
            .housekeeping()
            .start(HousekeepingOptions.defaults().withEvery(Duration.ofMillis(1)));
    begun.await();
    AtomicBoolean inTime = new AtomicBoolean();
    Thread closer = new Thread(() -> inTime.set(run.close(SOON)));
    closer.start();
    await().atMost(SOON).until(() -> !run.isRunning());
    release.countDown();
    closer.join();
    return inTime.get();
  }

  private void inHand() throws InterruptedException {
    batches.incrementAndGet();
    begun.countDown();
    release.await();
  }

  private static void endMany(SessionLifecycle lifecycle) {
    OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
    for (int i = 0; i < MANY; i++) {
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      sessions.close(id, "done");
    }
  }

  private interface Hook {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Hook hook) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> hook.call(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
