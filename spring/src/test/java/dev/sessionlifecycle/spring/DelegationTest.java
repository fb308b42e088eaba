package dev.sessionlifecycle.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionEvals;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call reaches the method of its name, on the side for reads or the one for writes. */
class DelegationTest {
  private static final Set<String> READS =
      Set.of(
          "isWritable",
          "find",
          "explain",
          "list",
          "count",
          "series",
          "messages",
          "history",
          "export");

  private final List<String> calls = new ArrayList<>();
  private final Supplier<OrganizationSessions> toRead = () -> recording("read");
  private final Supplier<OrganizationSessions> toWrite = () -> recording("write");
  private final JoiningSessions sessions = new JoiningSessions(UUID.randomUUID(), toRead, toWrite);

  static Stream<Method> methods() {
    return Stream.of(OrganizationSessions.class, BulkSessions.class, SessionEvals.class)
        .flatMap(type -> Stream.of(type.getMethods()))
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(method -> !Set.of("organizationId", "bulk", "evals").contains(method.getName()));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void call_reaches_the_method_of_its_name(Method method) throws ReflectiveOperationException {
    Object target = sessions;
    if (method.getDeclaringClass() == BulkSessions.class) {
      target = sessions.bulk();
    } else if (method.getDeclaringClass() == SessionEvals.class) {
      target = sessions.evals();
    }
    method.invoke(
        target, Stream.of(method.getParameterTypes()).map(DelegationTest::zero).toArray());
    String side = READS.contains(method.getName()) ? "read " : "write ";
    assertThat(calls).containsExactly(side + method);
  }

  private static Object zero(Class<?> type) {
    return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
  }

  private OrganizationSessions recording(String side) {
    return recording(side, OrganizationSessions.class);
  }

  private <T> T recording(String side, Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("bulk") || method.getName().equals("evals")) {
                return recording(side, method.getReturnType());
              }
              calls.add(side + " " + method);
              return method.getReturnType() == boolean.class ? (Object) false : null;
            }));
  }
}
