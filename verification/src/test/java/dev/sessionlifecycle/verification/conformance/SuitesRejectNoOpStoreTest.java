package dev.sessionlifecycle.verification.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Every test of the suites fails on a store that does nothing, and none is skipped. */
@Tag("long")
class SuitesRejectNoOpStoreTest {
  private static final int TESTS_AT_LEAST = 150;

  static class OnNothing extends StoreConformance {
    @Override
    protected StoreFixture fixture() {
      return new StoreFixture(NoOpStore.store(), SettableClock.create());
    }
  }

  static class OnMemory extends StoreConformance {
    private final StoreFixture fixture = Fixtures.inMemory();

    @Override
    protected StoreFixture fixture() {
      return fixture;
    }
  }

  @Test
  void every_test_fails_on_a_store_that_does_nothing() {
    Recorder recorder = run(OnNothing.class);
    assertThat(recorder.skipped).isEmpty();
    assertThat(recorder.results).hasSizeGreaterThan(TESTS_AT_LEAST);
    assertThat(recorder.named(Status.SUCCESSFUL)).isEmpty();
    assertThat(recorder.named(Status.ABORTED)).isEmpty();
  }

  @Test
  void no_test_is_skipped_failed_or_aborted_on_the_memory_store() {
    Recorder recorder = run(OnMemory.class);
    assertThat(recorder.skipped).isEmpty();
    assertThat(recorder.named(Status.FAILED)).isEmpty();
    assertThat(recorder.named(Status.ABORTED)).isEmpty();
    assertThat(recorder.results).hasSameSizeAs(run(OnNothing.class).results);
  }

  @Test
  void every_suite_of_the_testkit_is_nested_in_StoreConformance() {
    Set<String> suites =
        new ClassFileImporter()
            .importPackagesOf(StoreConformance.class).stream()
                .map(JavaClass::getSimpleName)
                .filter(name -> name.endsWith("Conformance"))
                .filter(name -> !Set.of("Conformance", "StoreConformance").contains(name))
                .collect(Collectors.toSet());
    assertThat(StoreConformance.class.getDeclaredClasses())
        .hasSizeGreaterThan(25)
        .allMatch(nested -> nested.isAnnotationPresent(Nested.class))
        .extracting(nested -> nested.getSuperclass().getSimpleName())
        .containsExactlyInAnyOrderElementsOf(suites);
  }

  private static Recorder run(Class<?> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .build();
    Recorder recorder = new Recorder();
    LauncherFactory.create().execute(request, recorder);
    return recorder;
  }

  private static final class Recorder implements TestExecutionListener {
    private final Map<String, Status> results = new TreeMap<>();
    private final List<String> skipped = new ArrayList<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      skipped.add(test.getDisplayName());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        results.put(test.getUniqueId(), result.getStatus());
      }
    }

    List<String> named(Status status) {
      return results.entrySet().stream()
          .filter(it -> it.getValue() == status)
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
