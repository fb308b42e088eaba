package dev.sessionlifecycle.verification.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.host.ExtensionSamples.AtOnceInMemory;
import dev.sessionlifecycle.verification.host.ExtensionSamples.AtOnceOnH2;
import dev.sessionlifecycle.verification.host.ExtensionSamples.AtOnceOnPostgres;
import dev.sessionlifecycle.verification.host.ExtensionSamples.ByField;
import dev.sessionlifecycle.verification.host.ExtensionSamples.ByInstanceField;
import dev.sessionlifecycle.verification.host.ExtensionSamples.Composed;
import dev.sessionlifecycle.verification.host.ExtensionSamples.EverythingInMemory;
import dev.sessionlifecycle.verification.host.ExtensionSamples.HasABadSetup;
import dev.sessionlifecycle.verification.host.ExtensionSamples.OnPostgres;
import dev.sessionlifecycle.verification.host.ExtensionSamples.OwnStore;
import dev.sessionlifecycle.verification.host.ExtensionSamples.TakesItBeforeAll;
import dev.sessionlifecycle.verification.host.ExtensionSamples.TakesItInItsConstructor;
import dev.sessionlifecycle.verification.host.ExtensionSamples.WantsDataSource;
import dev.sessionlifecycle.verification.host.ExtensionSamples.WantsSomethingElse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionTest {
  @Test
  void tests_and_nested_tests_get_their_parameters() {
    ExtensionRuns runs = ExtensionRuns.of(EverythingInMemory.class, Composed.class);
    assertThat(runs.failures()).isEmpty();
    assertThat(runs.passed()).hasSize(6);
  }

  @Test
  void an_extension_in_a_field_gives_the_store_it_names() {
    ExtensionRuns runs = ExtensionRuns.of(ByField.class, ByInstanceField.class, OwnStore.class);
    assertThat(runs.failures()).isEmpty();
    assertThat(runs.passed()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(classes = {AtOnceInMemory.class, AtOnceOnH2.class, AtOnceOnPostgres.class})
  void tests_that_run_at_once_share_neither_sessions_nor_time(Class<?> sample) {
    ExtensionRuns runs = ExtensionRuns.ofParallel(sample);
    assertThat(runs.failures()).isEmpty();
    assertThat(runs.passed()).hasSize(4);
  }

  @Test
  void a_parameter_that_the_store_lacks_is_explained() {
    assertFails(WantsDataSource.class, "the store of this test has no DataSource");
  }

  @Test
  void a_parameter_in_the_wrong_place_is_explained() {
    assertFails(TakesItInItsConstructor.class, "each test has another OrganizationSessions");
    assertFails(TakesItBeforeAll.class, "each test has another SessionLifecycle");
  }

  @Test
  void a_parameter_of_another_type_is_left_to_others() {
    assertFails(WantsSomethingElse.class, "No ParameterResolver registered");
  }

  @Test
  void a_setup_that_cannot_be_made_is_named() {
    assertFails(HasABadSetup.class, "BadSetup needs a constructor without parameters");
  }

  @Test
  void no_thread_is_left() {
    PostgresServer.shared(); // whose threads stay until the JVM exits
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    ExtensionRuns runs =
        ExtensionRuns.of(
            EverythingInMemory.class, ByField.class, ByInstanceField.class, OnPostgres.class);
    assertThat(runs.failures()).isEmpty();
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    // A pool counts as terminated slightly before its threads have ended.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(left).filteredOn(Thread::isAlive).extracting(Thread::getName).isEmpty());
  }

  private static void assertFails(Class<?> sample, String message) {
    ExtensionRuns runs = ExtensionRuns.of(sample);
    assertThat(runs.passed()).isEmpty();
    assertThat(runs.failures()).isNotEmpty().allMatch(it -> it.getMessage().contains(message));
  }
}
