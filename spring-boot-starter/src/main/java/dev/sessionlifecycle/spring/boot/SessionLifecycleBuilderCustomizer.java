package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycleBuilder;

/**
 * A bean that changes the lifecycle before it is built, for what is neither a property nor a bean.
 * All are called, in the order of {@code @Order}, after the properties and beans were applied.
 */
@FunctionalInterface
public interface SessionLifecycleBuilderCustomizer {

  /** Changes the builder. */
  void customize(SessionLifecycleBuilder builder);
}
