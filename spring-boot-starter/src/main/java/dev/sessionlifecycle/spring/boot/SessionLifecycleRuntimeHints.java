package dev.sessionlifecycle.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The files that the library reads from its jars, for ahead-of-time processing. */
final class SessionLifecycleRuntimeHints implements RuntimeHintsRegistrar {

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    hints
        .resources()
        .registerPattern("dev/sessionlifecycle/**")
        .registerPattern("com/google/i18n/phonenumbers/data/*");
  }
}
