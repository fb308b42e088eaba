package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Reports the health of the work behind ended sessions, if the application has health at all. */
@AutoConfiguration(after = SessionLifecycleEngineAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SessionLifecycle.class)
@ConditionalOnEnabledHealthIndicator("session-lifecycle")
public final class SessionLifecycleHealthAutoConfiguration {
  SessionLifecycleHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "sessionLifecycleHealthIndicator")
  SessionLifecycleHealthIndicator sessionLifecycleHealthIndicator(
      SessionLifecycle lifecycle,
      SessionLifecycleProperties properties,
      ObjectProvider<HousekeepingLifecycle> housekeeping) {
    return new SessionLifecycleHealthIndicator(
        new BacklogCache(lifecycle.finalizer(), properties.health().refresh(), System::nanoTime),
        housekeeping,
        properties.health());
  }
}
