package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Public constructors, factories and builder methods of the library, each called with one argument
 * missing.
 */
@Tag("long")
class NullArgumentsTest {
  private static final String ROOT = "dev.sessionlifecycle";

  /** Packages that are no API, or belong to no published module. */
  private static final Set<String> NOT_PUBLISHED =
      Set.of(
          "internal",
          ".spi",
          "verification",
          "benchmarks",
          "examples",
          "conformance",
          ".pii.text",
          ".pii.vocabulary");

  /** A call without the argument at this position. */
  record NullCall(Executable executable, int position) {
    @Override
    public String toString() {
      return executable.getDeclaringClass().getName().substring(ROOT.length() + 1)
          + "."
          + (executable instanceof Method ? executable.getName() : "new")
          + Arrays.stream(executable.getParameterTypes()).map(Class::getSimpleName).toList()
          + " without argument "
          + (position + 1);
    }
  }

  static Stream<NullCall> calls() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT)
            .stream()
            .filter(it -> NOT_PUBLISHED.stream().noneMatch(it.getPackageName()::contains))
            .map(JavaClass::reflect)
            .filter(NullArgumentsTest::isPublic)
            .filter(type -> !Throwable.class.isAssignableFrom(type))
            .sorted(Comparator.comparing(Class::getName))
            .flatMap(NullArgumentsTest::creators)
            .flatMap(NullArgumentsTest::nullCalls);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_missing_argument_is_rejected_with_its_field(NullCall call) {
    Throwable thrown = catchThrowable(() -> invoke(call));
    assertThat(thrown).isInstanceOf(InvalidInputException.class);
    List<Violation> violations = ((InvalidInputException) thrown).violations();
    assertThat(violations).extracting(Violation::limit).contains("is required");
    assertThat(violations)
        .extracting(Violation::field)
        .allMatch(field -> field.matches("[a-z0-9_.\\[\\]]+"));
  }

  private static void invoke(NullCall call) throws Throwable {
    Executable executable = call.executable();
    @Nullable Object[] arguments =
        IntStream.range(0, executable.getParameterCount())
            .mapToObj(
                i ->
                    i == call.position()
                        ? null
                        : SampleArguments.of(executable.getParameterTypes()[i]))
            .toArray();
    try {
      if (executable instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else if (executable instanceof Method method) {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        method.invoke(isStatic ? null : SampleArguments.of(method.getDeclaringClass()), arguments);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  /** The constructors, the factories, and the methods that return the same builder or a copy. */
  private static Stream<Executable> creators(Class<?> type) {
    Stream<Executable> constructors =
        Modifier.isAbstract(type.getModifiers()) || type.isEnum()
            ? Stream.of()
            : Arrays.stream(type.getConstructors());
    Stream<Executable> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(it -> Modifier.isPublic(it.getModifiers()) && !it.isSynthetic())
            .filter(it -> Modifier.isStatic(it.getModifiers()) ? isFactory(it) : isFluent(it))
            .sorted(Comparator.comparing(Method::toString))
            .map(it -> it);
    return Stream.concat(constructors, methods);
  }

  private static boolean isFactory(Method method) {
    Class<?> made = method.getReturnType();
    return made.getName().startsWith(ROOT) && !made.isEnum();
  }

  private static boolean isFluent(Method method) {
    return method.getReturnType() == method.getDeclaringClass()
        && !method.getDeclaringClass().isInterface()
        && !method.getDeclaringClass().isEnum();
  }

  private static Stream<NullCall> nullCalls(Executable executable) {
    return IntStream.range(0, executable.getParameterCount())
        .filter(i -> !executable.getParameterTypes()[i].isPrimitive())
        .filter(i -> !isTypeVariable(executable, i))
        .filter(i -> !mayBeNull(executable, i))
        .mapToObj(i -> new NullCall(executable, i));
  }

  /** Generic holders take whatever their type argument allows. */
  private static boolean isTypeVariable(Executable executable, int position) {
    return executable.getGenericParameterTypes()[position] instanceof TypeVariable<?>;
  }

  private static boolean mayBeNull(Executable executable, int position) {
    RecordComponent[] components = executable.getDeclaringClass().getRecordComponents();
    boolean isCanonical =
        components != null
            && executable instanceof Constructor<?>
            && Arrays.equals(
                executable.getParameterTypes(),
                Arrays.stream(components).map(RecordComponent::getType).toArray());
    AnnotatedElement parameter =
        isCanonical
            ? components[position].getAnnotatedType()
            : executable.getAnnotatedParameterTypes()[position];
    return parameter.isAnnotationPresent(Nullable.class);
  }
}
