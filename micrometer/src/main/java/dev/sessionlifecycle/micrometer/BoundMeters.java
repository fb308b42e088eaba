package dev.sessionlifecycle.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The meters in one registry; makes each when it is first used. Thread-safe. */
final class BoundMeters {
  private final MeterRegistry registry;
  private final Tags common;
  private final Map<Key, Meter> meters = new ConcurrentHashMap<>();
  private final Lock lock = new ReentrantLock();
  private boolean closed;

  /** A meter with the values of its tags, in their order. */
  private record Key(SessionMeter meter, List<String> values) {}

  BoundMeters(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
  }

  /** Returns the time of the registry in nanoseconds, from an arbitrary origin. */
  long tick() {
    return registry.config().clock().monotonicTime();
  }

  void count(SessionMeter meter, int amount, String... values) {
    if (find(meter, values, this::newCounter) instanceof Counter counter) {
      counter.increment(amount);
    }
  }

  void record(SessionMeter meter, Duration duration, String... values) {
    if (find(meter, values, this::newTimer) instanceof Timer timer) {
      timer.record(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Makes a meter that reads its value from elsewhere, unless it is there already. */
  void register(SessionMeter meter, Function<Iterable<Tag>, Meter> maker, String... values) {
    find(meter, values, key -> maker.apply(tags(key)));
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Removes all meters from the registry; none is made from then on. */
  void remove() {
    lock.lock();
    try {
      closed = true;
      meters.values().forEach(registry::remove);
      meters.clear();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Meter find(SessionMeter meter, String[] values, Function<Key, Meter> maker) {
    Key key = new Key(meter, Arrays.asList(values));
    Meter found = meters.get(key);
    if (found != null) {
      return found;
    }
    lock.lock();
    try {
      return closed ? null : meters.computeIfAbsent(key, maker);
    } finally {
      lock.unlock();
    }
  }

  private Meter newCounter(Key key) {
    return Counter.builder(key.meter().meterName())
        .description(key.meter().description())
        .tags(tags(key))
        .register(registry);
  }

  private Meter newTimer(Key key) {
    return Timer.builder(key.meter().meterName())
        .description(key.meter().description())
        .tags(tags(key))
        .register(registry);
  }

  private Tags tags(Key key) {
    Tags tags = common;
    for (int i = 0; i < key.values().size(); i++) {
      tags = tags.and(key.meter().tags().get(i).key(), key.values().get(i));
    }
    return tags;
  }
}
