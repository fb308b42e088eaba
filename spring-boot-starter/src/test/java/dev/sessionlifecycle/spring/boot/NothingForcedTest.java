package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Only what the application has is used. */
class NothingForcedTest {

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    SessionLifecycleAutoConfiguration.class,
    SessionLifecycleEngineAutoConfiguration.class,
    SessionLifecycleHealthAutoConfiguration.class,
    SessionLifecycleEndpointAutoConfiguration.class,
    SessionLifecycleMetricsAutoConfiguration.class,
    SessionLifecycleTracingAutoConfiguration.class
  })
  static class Application {}

  @Test
  void starter_works_without_metrics_web_json_and_actuator() {
    new ApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID())
        .withClassLoader(
            new FilteredClassLoader(
                "io.micrometer",
                "io.opentelemetry",
                "tools.jackson",
                "com.fasterxml.jackson.databind",
                "com.fasterxml.jackson.annotation",
                "jakarta.servlet",
                "jakarta.persistence",
                "org.hibernate",
                "org.springframework.web",
                "org.springframework.orm",
                "org.springframework.data",
                "org.springframework.boot.health",
                "org.springframework.boot.actuate",
                "org.springframework.boot.micrometer",
                "dev.sessionlifecycle.steps"))
        .run(
            context -> {
              assertThat(context)
                  .hasNotFailed()
                  .hasSingleBean(SessionLifecycle.class)
                  .hasSingleBean(FinalizerLifecycle.class);
              assertThat(context.getBeanDefinitionNames())
                  .noneMatch(
                      name ->
                          name.startsWith("sessionLifecycle")
                              && Stream.of("Health", "Endpoint", "Metrics", "Tracing")
                                  .anyMatch(name::contains));
              OrganizationSessions sessions =
                  context.getBean(Organizations.class).organization(new UUID(0, 1));
              UUID id = sessions.open(SessionRequest.on("chat", new UUID(0, 2))).orThrow().id();
              TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
              transaction.executeWithoutResult(
                  status -> {
                    sessions.close(id);
                    status.setRollbackOnly();
                  });
              assertThat(sessions.get(id).isEnded()).isFalse();
              transaction.executeWithoutResult(status -> sessions.close(id));
              assertThat(sessions.get(id).isEnded()).isTrue();
            });
  }
}
