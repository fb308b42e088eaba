package dev.sessionlifecycle.verification.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionEvals;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.housekeeping.Housekeeping;
import dev.sessionlifecycle.retention.OrganizationRetention;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The random calls cover every public operation of the API. */
class EveryCallTest {
  private static final List<Class<?>> DOORS =
      List.of(
          SessionLifecycle.class,
          JoinedSessions.class,
          JoinedSavepoint.class,
          OrganizationSessions.class,
          BulkSessions.class,
          SessionEvals.class,
          OrganizationRetention.class,
          Housekeeping.class,
          Finalizer.class);

  /** Operations not covered, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "SessionLifecycle.ownedSession(UUID, UUID)",
              "its lease has a clock of its own: OwnedSessionTest",
          "SessionLifecycle.ownedSession(UUID, UUID, UUID)",
              "its lease has a clock of its own: ConcurrentSignalsTest",
          "SessionLifecycle.close()", "nothing follows it",
          "Housekeeping.start()", "starts threads",
          "Housekeeping.start(HousekeepingOptions)", "starts threads",
          "Finalizer.start()", "starts threads",
          "Finalizer.start(FinalizerOptions)", "starts threads");

  private static final Set<String> CALLED =
      new ClassFileImporter()
          .importPackages(RandomCalls.class.getPackageName()).stream()
              .filter(it -> !List.of("Oracle", "Everything").contains(it.getSimpleName()))
              .flatMap(it -> it.getCodeUnitAccessesFromSelf().stream())
              .map(
                  it ->
                      name(
                          it.getTargetOwner().getSimpleName(),
                          it.getTarget().getName(),
                          it.getTarget().getRawParameterTypes().stream()
                              .map(type -> type.getSimpleName())))
              .collect(Collectors.toSet());

  private static String name(String owner, String method, Stream<String> parameters) {
    return owner + "." + method + parameters.collect(Collectors.joining(", ", "(", ")"));
  }

  private static Set<String> operations(Class<?> door) {
    return Arrays.stream(door.getDeclaredMethods())
        .filter(it -> Modifier.isPublic(it.getModifiers()) && !Modifier.isStatic(it.getModifiers()))
        .filter(it -> !it.isSynthetic())
        .map(EveryCallTest::name)
        .collect(Collectors.toSet());
  }

  private static String name(Method method) {
    return name(
        method.getDeclaringClass().getSimpleName(),
        method.getName(),
        Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName));
  }

  @Test
  void every_public_operation_is_called_or_excluded_for_a_reason() {
    Set<String> operations =
        DOORS.stream().flatMap(it -> operations(it).stream()).collect(Collectors.toSet());
    assertThat(operations).hasSizeGreaterThan(70).containsAll(LEFT_OUT.keySet());
    assertThat(CALLED).doesNotContainAnyElementsOf(LEFT_OUT.keySet());
    operations.removeAll(LEFT_OUT.keySet());
    operations.removeAll(CALLED);
    assertThat(operations).as("operations that no call makes").isEmpty();
  }

  @Test
  void every_interface_reachable_from_a_lifecycle_is_covered() {
    Set<Class<?>> doors =
        DOORS.stream()
            .flatMap(it -> Arrays.stream(it.getMethods()))
            .filter(it -> !LEFT_OUT.containsKey(name(it)))
            .<Class<?>>map(Method::getReturnType)
            .filter(it -> it.isInterface() && !it.isSealed())
            .filter(it -> it.getPackageName().startsWith("dev.sessionlifecycle"))
            .collect(Collectors.toSet());
    assertThat(doors).isNotEmpty();
    doors.remove(Organizations.class); // a lifecycle is one
    assertThat(DOORS).containsAll(doors);
  }

  @Test
  void an_operation_that_no_call_makes_is_detected() {
    assertThat(operations(Forgotten.class)).containsExactly("Forgotten.operation(String)");
    assertThat(CALLED).doesNotContain("Forgotten.operation(String)");
  }

  @Test
  void every_kind_of_call_is_generated() {
    Random random = new Random(1);
    Set<String> drawn =
        Stream.generate(() -> RandomCalls.random(random).kind())
            .limit(5_000)
            .collect(Collectors.toSet());
    assertThat(drawn)
        .hasSize(RandomCalls.kinds().size())
        .containsAll(RandomCalls.kinds().stream().map(RandomCalls.Kind::name).toList());
  }

  private interface Forgotten {
    void operation(String text);
  }
}
