package dev.sessionlifecycle.verification.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.model.Command;
import dev.sessionlifecycle.testkit.model.Commands;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No operation of a store is left out of the random commands. */
class EveryOperationTest {

  /** Months are kept apart by partitioned tables alone; the others ask and end the store itself. */
  private static final Set<String> LEFT_OUT =
      Set.of("SessionStore.months", "SessionStore.isJoined", "SessionStore.close");

  private static final Set<String> CALLED =
      new ClassFileImporter()
          .importPackages(Command.class.getPackageName()).stream()
              .filter(it -> !it.getSimpleName().startsWith("Model"))
              .flatMap(it -> it.getCodeUnitAccessesFromSelf().stream())
              .map(it -> it.getTargetOwner().getSimpleName() + "." + it.getTarget().getName())
              .collect(Collectors.toSet());

  @Test
  void every_operation_of_a_store_is_called_by_a_command() {
    Set<String> operations =
        stores().flatMap(EveryOperationTest::operations).collect(Collectors.toSet());
    assertThat(operations).hasSizeGreaterThan(60).containsAll(LEFT_OUT);
    operations.removeAll(LEFT_OUT);
    operations.removeAll(CALLED);
    assertThat(operations).as("operations that no command calls").isEmpty();
  }

  @Test
  void an_operation_that_no_command_calls_is_found() {
    assertThat(operations(Forgotten.class)).containsExactly("Forgotten.operation");
    assertThat(CALLED).doesNotContain("Forgotten.operation");
  }

  @Test
  void every_command_is_drawn() {
    Random random = new Random(1);
    Set<Class<?>> drawn =
        Stream.generate(() -> Commands.random(random))
            .limit(20_000)
            .map(Object::getClass)
            .collect(Collectors.toSet());
    assertThat(drawn).isEqualTo(leaves(Command.class).collect(Collectors.toSet()));
  }

  /** The interface of a store, and those that it leads to. */
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
