package dev.sessionlifecycle.verification.host;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes as a build would, and keeps what came of each. */
final class ExtensionRuns implements TestExecutionListener {
  private final List<String> passed = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private ExtensionRuns() {}

  static ExtensionRuns of(Map<String, String> settings, Class<?>... classes) {
    ExtensionRuns runs = new ExtensionRuns();
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request().configurationParameters(settings);
    for (Class<?> type : classes) {
      request.selectors(selectClass(type));
    }
    LauncherDiscoveryRequest built = request.build();
    LauncherFactory.create().execute(built, runs);
    return runs;
  }

  /**
   * Runs test classes at once. A thread of JUnit's fork-join pool that waits for the tests of a
   * class or a template is not always replaced, so tests that wait for each other get more threads
   * than there are tests.
   */
  static ExtensionRuns ofParallel(Class<?>... classes) {
    return of(
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "16"),
        classes);
  }

  static ExtensionRuns of(Class<?>... classes) {
    return of(Map.of(), classes);
  }

  /** Returns the names of the tests that passed. */
  List<String> passed() {
    return List.copyOf(passed);
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result.getThrowable().ifPresent(failures::add);
    if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      passed.add(test.getDisplayName());
    }
  }
}
