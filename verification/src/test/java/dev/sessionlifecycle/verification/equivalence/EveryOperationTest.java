package dev.sessionlifecycle.verification.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import dev.sessionlifecycle.verification.model.Command;
import dev.sessionlifecycle.verification.model.Commands;
import dev.sessionlifecycle.verification.model.Comparison;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The random commands cover every operation of a store. */
class EveryOperationTest {

  /**
   * Operations not covered: only partitioned tables have months; the others query or close the
   * store itself.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "SessionStore.months",
          "SessionStore.isJoined",
          "SessionStore.combinedStatements",
          "SessionStore.close");

  private static final Set<String> CALLED =
      new ClassFileImporter()
          .importPackages(Command.class.getPackageName()).stream()
              .filter(it -> !it.getSimpleName().startsWith("Model"))
              .flatMap(it -> it.getCodeUnitAccessesFromSelf().stream())
              .map(it -> it.getTargetOwner().getSimpleName() + "." + it.getTarget().getName())
              .collect(Collectors.toSet());

  @Test
  void a_command_calls_every_operation_of_a_store() {
    Set<String> operations =
        stores().flatMap(EveryOperationTest::operations).collect(Collectors.toSet());
    assertThat(operations).hasSizeGreaterThan(50).containsAll(LEFT_OUT);
    operations.removeAll(LEFT_OUT);
    operations.removeAll(CALLED);
    assertThat(operations).as("operations that no command calls").isEmpty();
  }

  @Test
  void an_operation_that_no_command_calls_is_detected() {
    assertThat(operations(Forgotten.class)).containsExactly("Forgotten.operation");
    assertThat(CALLED).doesNotContain("Forgotten.operation");
  }

  @Test
  void every_command_is_generated() {
    Random random = new Random(1);
    Set<Class<?>> drawn =
        Stream.generate(() -> Commands.random(random))
            .limit(20_000)
            .map(Object::getClass)
            .collect(Collectors.toSet());
    assertThat(drawn).isEqualTo(leaves(Command.class).collect(Collectors.toSet()));
  }

  @Tag("long")
  @Test
  void a_store_that_omits_any_operation_is_detected() {
    Random random = new Random(2);
    List<List<Command>> sequences =
        Stream.generate(() -> Stream.generate(() -> Commands.random(random)).limit(200).toList())
            .limit(240)
            .toList();
    List<String> unnoticed =
        stores()
            .flatMap(EveryOperationTest::operations)
            .filter(it -> !LEFT_OUT.contains(it))
            .filter(it -> sequences.stream().noneMatch(some -> isFound(it, some)))
            .toList();
    assertThat(unnoticed).as("operations that may be left out").isEmpty();
  }

  private static boolean isFound(String operation, List<Command> commands) {
    SettableClock clock = SettableClock.create();
    SessionStore store = OmittingStore.of(operation, Fixtures.inMemory(clock));
    try {
      new Comparison(clock, Map.of("forgetful", store)).run(commands);
      return false;
    } catch (AssertionError | RuntimeException e) {
      return true;
    }
  }

  /** Returns the interface of a store, and those reachable from it. */
  private static Stream<Class<?>> stores() {
    return Stream.concat(
        Stream.of(SessionStore.class),
        Arrays.stream(SessionStore.class.getDeclaredMethods())
            .<Class<?>>map(Method::getReturnType)
            .filter(it -> it.isInterface() && it.getSimpleName().endsWith("Store")));
  }

  private static Stream<String> operations(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(it -> !Modifier.isStatic(it.getModifiers()) && !it.isSynthetic())
        .filter(it -> !it.getReturnType().getSimpleName().endsWith("Store"))
        .map(it -> type.getSimpleName() + "." + it.getName());
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EveryOperationTest::leaves)
        : Stream.of(type);
  }

  private interface Forgotten {
    void operation();
  }
}
