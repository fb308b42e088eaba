package dev.sessionlifecycle.spring.boot;

import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/** Application contexts to run tests in. */
final class Contexts {
  private Contexts() {}

  /** An application with the starter alone: no data source, and nothing runs by itself. */
  static ApplicationContextRunner starter() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                SessionLifecycleAutoConfiguration.class,
                SessionLifecycleEngineAutoConfiguration.class,
                SessionLifecycleHealthAutoConfiguration.class,
                SessionLifecycleEndpointAutoConfiguration.class,
                SessionLifecycleMetricsAutoConfiguration.class,
                SessionLifecycleTracingAutoConfiguration.class))
        .withPropertyValues(
            "session-lifecycle.finalizer.mode=off", "session-lifecycle.housekeeping.mode=off");
  }

  /** An application with a pool on an empty H2 database in memory, and its transactions. */
  static ApplicationContextRunner withDatabase() {
    return withDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  /** An application with a pool on this database, and its transactions. */
  static ApplicationContextRunner withDatabase(String url) {
    return starter()
        .withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                TransactionAutoConfiguration.class))
        .withPropertyValues(
            "spring.datasource.url=" + url,
            "spring.datasource.generate-unique-name=false",
            "spring.datasource.hikari.maximum-pool-size=4");
  }
}
