package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BacklogCacheTest {
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger readings = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch timedOut = new CountDownLatch(1);
  private volatile boolean isDown = true;

  private final BacklogCache counts = new BacklogCache(hangingAtFirst(), REFRESH, now::get);

  @Test
  void one_failure_of_the_store_answers_all_who_wait_for_it() throws Exception {
    ExecutorService requests = Executors.newFixedThreadPool(3);
    try {
      Future<?> first = requests.submit(counts::get);
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      List<Future<?>> all =
          Stream.of(first, requests.submit(counts::get), requests.submit(counts::get)).toList();
      timedOut.countDown();
      for (Future<?> request : all) {
        assertThat(request)
            .failsWithin(Duration.ofSeconds(10))
            .withThrowableThat()
            .withCauseInstanceOf(StoreException.class);
      }
      assertThat(readings).hasValue(1);
    } finally {
      requests.shutdownNow();
    }
  }

  @Test
  void store_is_asked_again_once_its_failure_is_old() {
    timedOut.countDown();
    assertThatThrownBy(counts::get).isInstanceOf(StoreException.class);
    isDown = false;
    now.addAndGet(REFRESH.toNanos() - 1);
    assertThatThrownBy(counts::get).isInstanceOf(StoreException.class);
    assertThat(readings).hasValue(1);
    now.incrementAndGet();
    assertThat(counts.get().due()).isEqualTo(7);
    assertThat(readings).hasValue(2);
  }

  private Finalizer hangingAtFirst() {
    return (Finalizer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Finalizer.class},
            (self, method, arguments) -> {
              readings.incrementAndGet();
              begun.countDown();
              assertThat(timedOut.await(10, TimeUnit.SECONDS)).isTrue();
              if (isDown) {
                throw new StoreException("timeout", true, null);
              }
              return new FinalizerSnapshot(
                  7, 3, 2, 1, Duration.ofMinutes(1), Map.of(), 4, 0, 0, 0, 0, 0);
            });
  }
}
