package dev.sessionlifecycle.internal.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.internal.finalizer.RecordedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final FinalizerEvent EVENT =
      new FinalizerEvent.ChainFinished(UUID.randomUUID(), UUID.randomUUID(), Duration.ZERO);

  @Test
  void every_listener_is_called_whatever_another_throws() {
    RecordedLog.drain();
    for (Throwable thrown :
        List.of(
            new IllegalStateException("content"),
            new StackOverflowError(),
            new NoClassDefFoundError(),
            new InterruptedException(),
            new Exception("content"))) {
      List<FinalizerEvent> told = new ArrayList<>();
      FinalizerListener all =
          Listeners.all(
              FinalizerListener.class,
              List.of(
                  told::add,
                  event -> {
                    throw ListenersTest.<RuntimeException>any(thrown);
                  },
                  told::add),
              "finalizer");
      all.on(EVENT);
      assertEquals(List.of(EVENT, EVENT), told);
      assertEquals(thrown instanceof InterruptedException, Thread.interrupted());
      assertEquals(
          List.of(
              "WARN dev.sessionlifecycle.finalizer A listener threw "
                  + thrown.getClass().getName()
                  + " from FinalizerListener.on"),
          RecordedLog.drain());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T any(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void no_listener_is_a_listener_too() {
    HousekeepingListener none =
        Listeners.all(HousekeepingListener.class, List.of(), "housekeeping");
    none.completed(new HousekeepingReport(Map.of(), Map.of(), false));
    assertFalse(none.toString().isEmpty());
  }
}
