package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.micrometer.SessionLifecycleMetrics;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.spring.boot.SessionLifecycleProperties.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Counts and times what the lifecycle does, where the application has a registry of Micrometer. The
 * lifecycle takes the metrics as it takes every listener, and Spring Boot binds them to the
 * registry as it binds every {@code MeterBinder}.
 */
@AutoConfiguration(
    after = SessionLifecycleAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, SessionLifecycleMetrics.class})
@ConditionalOnBean({MeterRegistry.class, SessionLifecycle.class})
@ConditionalOnBooleanProperty(name = "session-lifecycle.metrics.enabled", matchIfMissing = true)
public final class SessionLifecycleMetricsAutoConfiguration {
  SessionLifecycleMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  SessionLifecycleMetrics sessionLifecycleMetrics(
      SessionLifecycleProperties properties, ObjectProvider<ReasonMapping> mappings) {
    Metrics options = properties.metrics();
    SessionLifecycleMetrics.Builder metrics =
        SessionLifecycleMetrics.builder()
            .refresh(options.refresh())
            .reasonMappings(mappings.orderedStream().toArray(ReasonMapping[]::new));
    if (!options.channels().isEmpty()) {
      metrics.channels(options.channels().toArray(String[]::new));
    }
    if (options.organizations() != 0) {
      metrics.organizations(options.organizations(), UUID::toString);
    }
    return metrics.build();
  }

  @Bean
  MetricsStart sessionLifecycleMetricsStart(
      SessionLifecycleMetrics metrics,
      SessionLifecycle lifecycle,
      ObjectProvider<MeterRegistry> registries) {
    return new MetricsStart(metrics, lifecycle, registries);
  }

  /** Nobody asks for this bean: with lazy initialization nothing would be counted. */
  @Bean
  static LazyInitializationExcludeFilter sessionLifecycleMetricsNotLazy() {
    return LazyInitializationExcludeFilter.forBeanTypes(MetricsStart.class);
  }

  /** Lets the gauges read from the finalizer, and has the registries made that are lazy. */
  static final class MetricsStart {
    MetricsStart(
        SessionLifecycleMetrics metrics,
        SessionLifecycle lifecycle,
        ObjectProvider<MeterRegistry> registries) {
      metrics.watch(lifecycle.finalizer());
      registries.forEach(registry -> {});
    }
  }
}
