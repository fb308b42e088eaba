package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** Starts and stops what runs in the background, with the application context. */
@AutoConfiguration(after = SessionLifecycleAutoConfiguration.class)
@ConditionalOnBean(SessionLifecycle.class)
@ConditionalOnBooleanProperty(
    name = "session-lifecycle.store.read-only",
    havingValue = false,
    matchIfMissing = true)
public final class SessionLifecycleEngineAutoConfiguration {
  SessionLifecycleEngineAutoConfiguration() {}

  /** Where Spring Boot has virtual threads on, the steps run on those. */
  @Bean
  @ConditionalOnMissingBean
  FinalizerOptions sessionLifecycleFinalizerOptions(
      SessionLifecycleProperties properties, Environment environment) {
    FinalizerOptions.Builder options = properties.finalizer().toOptions();
    if (Threading.VIRTUAL.isActive(environment)) {
      options.executor(new VirtualThreadTaskExecutor("session-lifecycle-step-"));
    }
    return options.build();
  }

  @Bean
  @ConditionalOnProperty(
      name = "session-lifecycle.finalizer.mode",
      havingValue = "threads",
      matchIfMissing = true)
  FinalizerLifecycle sessionLifecycleFinalizer(
      SessionLifecycle lifecycle, FinalizerOptions options) {
    return new FinalizerLifecycle(lifecycle, options);
  }

  @Bean
  @ConditionalOnProperty(
      name = "session-lifecycle.housekeeping.mode",
      havingValue = "threads",
      matchIfMissing = true)
  HousekeepingLifecycle sessionLifecycleHousekeeping(SessionLifecycle lifecycle) {
    return new HousekeepingLifecycle(lifecycle);
  }

  /** Nobody asks for these beans: with lazy initialization nothing would ever be finalized. */
  @Bean
  static LazyInitializationExcludeFilter sessionLifecycleNotLazy() {
    return LazyInitializationExcludeFilter.forBeanTypes(
        FinalizerLifecycle.class, HousekeepingLifecycle.class);
  }
}
