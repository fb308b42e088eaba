package dev.sessionlifecycle.spring.boot;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to choose among several data sources, with their names. */
final class AmbiguousDataSourceFailureAnalyzer
    extends AbstractFailureAnalyzer<AmbiguousDataSourceException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, AmbiguousDataSourceException cause) {
    String names =
        cause.beans().stream().map(name -> "\n    - " + name).collect(Collectors.joining());
    String description =
        cause.missing() == null
            ? "Sessions are to be stored in a DataSource, and the application has several without a"
                + " primary one:"
            : "Sessions are to be stored in the DataSource '"
                + cause.missing()
                + "', which does not exist. The application has:";
    return new FailureAnalysis(
        description + (names.isEmpty() ? " none" : names),
        "Set session-lifecycle.store.datasource to the name of one of them, mark its @Bean method"
            + " with @SessionLifecycleDataSource, or mark one as @Primary.",
        cause);
  }
}
