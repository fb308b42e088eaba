package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the endpoint {@code sessionlifecycle} to the actuator, where it is exposed. */
@AutoConfiguration(after = SessionLifecycleEngineAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(SessionLifecycle.class)
@ConditionalOnAvailableEndpoint(SessionLifecycleEndpoint.class)
public final class SessionLifecycleEndpointAutoConfiguration {
  SessionLifecycleEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  SessionLifecycleEndpoint sessionLifecycleEndpoint(
      SessionLifecycle lifecycle,
      SessionLifecycleProperties properties,
      ObjectProvider<FinalizeChain> chain,
      ObjectProvider<FinalizerOptions> options,
      ObjectProvider<HousekeepingLifecycle> housekeeping) {
    return new SessionLifecycleEndpoint(
        new BacklogCache(lifecycle.finalizer(), properties.health().refresh(), System::nanoTime),
        chain.getIfUnique(FinalizeChain::none),
        options.getIfUnique(),
        housekeeping.getIfAvailable());
  }
}
