package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What works in the background is not started on a closed lifecycle. */
class StartAfterCloseTest {
  @ParameterizedTest
  @EnumSource
  void nothing_is_started_once_the_lifecycle_is_closed(StoreKind kind) {
    SessionLifecycle lifecycle = SessionLifecycle.builder(kind.open()).build();
    lifecycle.close();
    assertThatThrownBy(() -> lifecycle.finalizer().start())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> lifecycle.housekeeping().start())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> lifecycle.housekeeping().start(HousekeepingOptions.defaults()))
        .isInstanceOf(IllegalStateException.class);
  }
}
