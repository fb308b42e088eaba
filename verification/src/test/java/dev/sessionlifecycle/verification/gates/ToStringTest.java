package dev.sessionlifecycle.verification.gates;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.spi.ChainDefinition;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an instance is shown as in a log names none of the content that it holds. Each type is made
 * with texts that can be recognized in every field.
 */
class ToStringTest {

  private static final String ROOT = "dev.sessionlifecycle";

  private static final Set<String> NOT_PUBLISHED =
      Set.of("verification", "benchmarks", "examples", "postgres", "testkit");

  /** Packages that hold statements and the names of the schema. */
  private static final Set<String> SCHEMA =
      Set.of("internal.connect", "internal.sql", "internal.tx", "internal.schema");

  /** In the forms that names, labels and types of data must have; the first that is accepted. */
  private static final List<String> CANARIES = List.of("Canary song", "canary", "CANARY", "\u2603");

  /**
   * Texts that are no content: names and labels that the host or this library chooses, which logs
   * need, hashes, and forms that may hold no text of a person.
   */
  private static final Set<String> NAMES =
      Set.of(
          "channel",
          "name",
          "names",
          "step",
          "steps",
          "label",
          "why",
          "code",
          "disposition",
          "field",
          "limit",
          "wire",
          "status",
          "statusText",
          "shape",
          "shapes",
          "operation",
          "error",
          "running",
          "next",
          "organizations",
          "disposal",
          "digest",
          "failed",
          "prefix",
          "externalKey",
          "open");

  /** Parts of the engine that are made of functions and hold no content. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "FinalizeChain",
          "Attempt",
          "FinalizerTotals",
          "ReasonMapping",
          "DueIndex$Waiting",
          "HistoryLog$Node",
          "LifecycleContext");

  /** Types that hold words of the library or names in a schema; errors in words without content. */
  private static final Set<String> OWN_WORDS =
      Set.of(
          "FinalizeChainRules$OldNames",
          "ReasonIndex$Name",
          "ReasonTable$Rule",
          "Phrases$Phrase",
          "RegionPlan$Format",
          "SecretPrefixes$Prefix",
          "HousekeepingFailure",
          "MeterTag",
          "BoundMeters$Key",
          "SafeValues",
          "FinalizerEvent$StoreFailed");

  private final Map<String, String> shown = new TreeMap<>();
  private final Set<String> notMade = new TreeSet<>();

  @Test
  void nothing_that_is_published_shows_the_content_it_holds() {
    types().forEach(this::check);
    assertThat(String.join("\n", notMade)).as("not made").isEmpty();
    assertThat(shown).isEmpty();
  }

  private static Stream<Class<?>> types() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT)
            .stream()
            .filter(it -> NOT_PUBLISHED.stream().noneMatch(it.getPackageName()::contains))
            .filter(it -> SCHEMA.stream().noneMatch(it.getPackageName()::endsWith))
            .filter(it -> !it.isInterface() && !it.isEnum() && !it.isAnonymousClass())
            .map(JavaClass::reflect)
            .filter(type -> !Modifier.isAbstract(type.getModifiers()))
            .filter(type -> !Throwable.class.isAssignableFrom(type))
            .filter(ToStringTest::hasToString)
            .filter(type -> !OWN_WORDS.contains(simpleName(type)))
            .filter(type -> !FUNCTIONS.contains(simpleName(type)))
            .sorted(Comparator.comparing(Class::getName))
            .map(type -> (Class<?>) type);
  }

  private static String simpleName(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }

  /** What an application can hold must be made; what holds collaborators within may fail to be. */
  private static boolean isApi(Class<?> type) {
    return Modifier.isPublic(type.getModifiers()) && !type.getPackageName().contains(".internal");
  }

  private static boolean hasToString(Class<?> type) {
    try {
      return type.getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private void check(Class<?> type) {
    Throwable why = null;
    for (String canary : CANARIES) {
      for (String name : List.of("name", "NAME")) {
        for (int number : List.of(1, 30, 500)) {
          try {
            String text = String.valueOf(new Maker(canary, name, number).make(type, 0));
            if (text.contains(canary)) {
              shown.put(type.getName(), text);
            }
            return;
          } catch (ReflectiveOperationException | RuntimeException e) {
            why = why != null ? why : e instanceof InvocationTargetException ? e.getCause() : e;
          }
        }
      }
    }
    if (isApi(type)) {
      notMade.add(type.getName() + ": " + why);
    }
  }

  /** Makes instances of any type with this text in every field. */
  private record Maker(String canary, String name, int number) {

    Object make(Class<?> type, int depth) throws ReflectiveOperationException {
      return type.isRecord() ? ofRecord(type, depth) : ofClass(type, depth);
    }

    private Object ofRecord(Class<?> type, int depth) throws ReflectiveOperationException {
      RecordComponent[] components = type.getRecordComponents();
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      canonical.setAccessible(true);
      List<Object> values = new ArrayList<>();
      for (RecordComponent component : components) {
        values.add(value(component.getName(), component.getGenericType(), depth + 1));
      }
      return canonical.newInstance(values.toArray());
    }

    /** Without its constructor, so that no check of it stands in the way. */
    private Object ofClass(Class<?> type, int depth) throws ReflectiveOperationException {
      Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
      Constructor<?> constructor =
          (Constructor<?>)
              factory
                  .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                  .invoke(
                      factory.getMethod("getReflectionFactory").invoke(null),
                      type,
                      Object.class.getDeclaredConstructor());
      Object made = constructor.newInstance();
      for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
        for (Field field : each.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            Object value = value(field.getName(), field.getGenericType(), depth + 1);
            if (value != null) {
              field.set(made, value);
            }
          }
        }
      }
      return made;
    }

    private Object value(String field, Type type, int depth) throws ReflectiveOperationException {
      if (field.equals("displaced")) {
        return null; // allowed with one of the policies only
      }
      if (type instanceof TypeVariable<?> && !field.equals("newValue")) {
        return number; // a holder of anything shows what it holds as that shows itself
      }
      Class<?> raw =
          type instanceof ParameterizedType generic
              ? (Class<?>) generic.getRawType()
              : type instanceof Class<?> plain ? plain : Object.class;
      if (raw == String.class || raw == Object.class || raw == CharSequence.class) {
        return NAMES.contains(field) ? name : canary;
      }
      Object simple = simple(raw, field);
      if (simple != null || depth > 9) {
        return simple;
      }
      if (raw == Map.class) {
        Object key = argument(field, type, 0, depth);
        Object element = argument(field, type, 1, depth);
        Stream<?> keys =
            key instanceof Enum<?> ? Stream.of(key.getClass().getEnumConstants()) : Stream.of(key);
        return keys.collect(toMap(each -> each, each -> element));
      }
      if (raw == Optional.class) {
        return Optional.ofNullable(argument(field, type, 0, depth));
      }
      if (raw == Set.class || raw == List.class || raw == Collection.class) {
        Object element = argument(field, type, 0, depth);
        Stream<Object> elements = element instanceof Integer ? Stream.of() : Stream.of(element);
        return raw == Set.class ? elements.collect(toSet()) : elements.toList();
      }
      return composed(raw, depth);
    }

    private Object argument(String field, Type type, int index, int depth)
        throws ReflectiveOperationException {
      return value(field, ((ParameterizedType) type).getActualTypeArguments()[index], depth + 1);
    }

    private Object simple(Class<?> raw, String field) {
      int n =
          field.equals("maxRetries")
              ? 1
              : field.endsWith("Ms") || field.equals("end") ? 25 * number : number;
      if (raw.isEnum()) {
        List<?> constants = List.of(raw.getEnumConstants());
        return Stream.of(
                SessionStatus.CLOSED,
                HistoryEntry.Kind.ENRICHED,
                ChainDefinition.Kind.ON_ENRICHMENT)
            .filter(it -> field.equals("target") || field.equals("kind"))
            .filter(constants::contains)
            .findFirst()
            .map(it -> (Object) it)
            .orElse(constants.get(0));
      }
      return Stream.of(
              new UUID(1, 1),
              Instant.EPOCH,
              Duration.ofSeconds(number),
              YearMonth.of(2026, 1),
              URI.create("https://host.example/"),
              n,
              (long) n,
              (double) n,
              BigDecimal.valueOf(n),
              true)
          .filter(
              it ->
                  raw.isInstance(it)
                      || it.getClass() == MethodType.methodType(raw).wrap().returnType())
          .findFirst()
          .orElse(null);
    }

    private Object composed(Class<?> raw, int depth) throws ReflectiveOperationException {
      if (raw.isEnum()) {
        return raw.getEnumConstants()[0];
      }
      if (Throwable.class.isAssignableFrom(raw)) {
        return new InvalidInputException(List.of(new Violation("field", "limit")));
      }
      if (raw.isArray()) {
        return null;
      }
      if (raw.isSealed() && (raw.isInterface() || Modifier.isAbstract(raw.getModifiers()))) {
        return make(raw.getPermittedSubclasses()[0], depth);
      }
      if (raw.isInterface()) {
        return Proxy.newProxyInstance(
            raw.getClassLoader(),
            new Class<?>[] {raw},
            (proxy, method, arguments) ->
                method.getName().equals("hashCode")
                    ? (Object) 1
                    : method.getName().equals("equals")
                        ? (Object) false
                        : method.getReturnType() == String.class ? "proxy" : null);
      }
      return raw.getName().startsWith(ROOT) && !Modifier.isAbstract(raw.getModifiers())
          ? make(raw, depth)
          : null;
    }
  }
}
