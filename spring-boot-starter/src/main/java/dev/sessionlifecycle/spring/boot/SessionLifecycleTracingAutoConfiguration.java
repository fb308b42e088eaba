package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.opentelemetry.SessionTracing;
import dev.sessionlifecycle.spring.boot.SessionLifecycleProperties.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Traces the ends of sessions and the steps after them, where the application has an {@code
 * OpenTelemetry} bean. The lifecycle takes the tracing as it takes every listener.
 */
@AutoConfiguration(
    after = SessionLifecycleAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
      "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration"
    })
@ConditionalOnClass({OpenTelemetry.class, SessionTracing.class})
@ConditionalOnSingleCandidate(OpenTelemetry.class)
@ConditionalOnBean(SessionLifecycle.class)
@ConditionalOnBooleanProperty(name = "session-lifecycle.tracing.enabled", matchIfMissing = true)
public final class SessionLifecycleTracingAutoConfiguration {
  SessionLifecycleTracingAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  SessionTracing sessionLifecycleTracing(
      OpenTelemetry openTelemetry, SessionLifecycleProperties properties) {
    Tracing options = properties.tracing();
    SessionTracing.Builder tracing =
        SessionTracing.builder(openTelemetry)
            .triggeredBy(options.triggeredBy().toArray(String[]::new));
    if (!options.channels().isEmpty()) {
      tracing.channels(options.channels().toArray(String[]::new));
    }
    if (options.linkAsParent()) {
      tracing.linkAsParent();
    }
    if (options.organizationIds()) {
      tracing.organizationIds();
    }
    return tracing.build();
  }

  /** Comes first, so that a customizer of the application takes precedence. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SessionLifecycleBuilderCustomizer sessionLifecycleTraceParent() {
    return builder -> builder.traceParent(SessionTracing::traceParent);
  }
}
