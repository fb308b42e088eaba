package dev.sessionlifecycle.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why sessions cannot be stored, with the SQL to run if tables are missing. */
final class StoreNotUsableFailureAnalyzer extends AbstractFailureAnalyzer<StoreNotUsableException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, StoreNotUsableException cause) {
    String sql = cause.sql();
    return new FailureAnalysis(
        "Sessions cannot be stored: " + cause.getMessage(),
        sql == null
            ? "Change the DataSource or the properties below session-lifecycle.store as it says."
            : "Let the library create the schema: session-lifecycle.store.schema-mode=migrate\n"
                + "or run this SQL as an administrator, or in a migration of Flyway or"
                + " Liquibase:\n\n"
                + sql.strip()
                + "\n",
        cause);
  }
}
