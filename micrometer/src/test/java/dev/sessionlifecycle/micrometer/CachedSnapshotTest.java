package dev.sessionlifecycle.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.testkit.SettableClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedSnapshotTest {
  private final SettableClock clock = SettableClock.create();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SessionLifecycleMetrics metrics =
      SessionLifecycleMetrics.builder().clock(clock).build();
  private final AtomicInteger readings = new AtomicInteger();
  private boolean isDown;

  CachedSnapshotTest() {
    metrics.bindTo(registry);
  }

  @Test
  void gauges_are_not_a_number_before_a_finalizer_is_watched() {
    assertThat(values()).hasSize(6).containsOnly(Double.NaN);
  }

  @Test
  void one_reading_serves_all_gauges_for_fifteen_seconds() {
    metrics.watch(finalizer(() -> {}));
    for (int scrape = 0; scrape < 50; scrape++) {
      assertThat(values()).containsExactlyInAnyOrder(7.0, 3.0, 2.0, 1.0, 4.0, 60.0);
      clock.advance(Duration.ofMillis(299));
    }
    assertThat(readings).hasValue(1);
    clock.advance(Duration.ofMillis(50));
    values();
    assertThat(readings).hasValue(2);
  }

  @Test
  void a_clock_that_was_set_back_does_not_keep_an_old_reading() {
    metrics.watch(finalizer(() -> {}));
    values();
    clock.set(clock.instant().minus(Duration.ofDays(1)));
    values();
    assertThat(readings).hasValue(2);
  }

  @Test
  void a_store_that_is_down_is_asked_once_in_that_time_and_counted() {
    metrics.watch(finalizer(() -> {}));
    isDown = true;
    assertThat(values()).containsOnly(Double.NaN);
    assertThat(values()).containsOnly(Double.NaN);
    assertThat(readings).hasValue(1);
    assertThat(
            registry
                .get("sessionlifecycle.store.failures")
                .tag("operation", "snapshot")
                .counter()
                .count())
        .isEqualTo(1);
    isDown = false;
    clock.advance(Duration.ofSeconds(15));
    assertThat(values()).doesNotContain(Double.NaN);
  }

  @Test
  void gauges_do_not_wait_for_a_slow_reading() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    metrics.watch(
        finalizer(
            () -> {
              begun.countDown();
              await(goOn);
            }));
    Thread slow = new Thread(this::values);
    slow.start();
    await(begun);
    assertThat(values()).containsOnly(Double.NaN);
    goOn.countDown();
    slow.join(10_000);
    assertThat(values()).doesNotContain(Double.NaN);
    assertThat(readings).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Double> values() {
    return registry.getMeters().stream()
        .filter(Gauge.class::isInstance)
        .map(it -> ((Gauge) it).value())
        .toList();
  }

  private Finalizer finalizer(Runnable before) {
    return (Finalizer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Finalizer.class},
            (self, method, arguments) -> {
              readings.incrementAndGet();
              before.run();
              if (isDown) {
                throw new StoreException("down", true, null);
              }
              return new FinalizerSnapshot(
                  7, 3, 2, 1, Duration.ofMinutes(1), Map.of(), 4, 0, 0, 0, 0, 0);
            });
  }
}
