package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test a lifecycle on an empty store, and closes it afterwards. Starts no threads. Tests
 * may run in parallel: each has a store of its own.
 *
 * <p>A test, and what runs before and after each, may have as parameters
 *
 * <ul>
 *   <li>{@link dev.sessionlifecycle.SessionLifecycle}, the lifecycle;
 *   <li>{@link dev.sessionlifecycle.OrganizationSessions}, the sessions of an organization that no
 *       other test uses;
 *   <li>{@link SessionTime}, to let time pass;
 *   <li>{@link SessionFixtures}, sessions of that organization in any state;
 *   <li>{@link RecordedEvents}, what the listeners were called with;
 *   <li>{@link TestStore}, the store; and {@link javax.sql.DataSource}, where it has one.
 * </ul>
 *
 * <p>Comes with {@link SessionLifecycleTest}, or is registered by a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SessionLifecycleExtension EXTENSION =
 *     SessionLifecycleExtension.on(StoreKind.H2).with(builder -> builder.finalizeWith(chain));
 * }</pre>
 *
 * <p>Needs JUnit Jupiter 5.9 or newer, whose version is the host's. Immutable.
 */
public final class SessionLifecycleExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SessionLifecycleExtension.class);

  /** Null to read the annotation of the test class. */
  private final @Nullable Settings settings;

  /** For JUnit: does what {@link SessionLifecycleTest} says. */
  public SessionLifecycleExtension() {
    this(null);
  }

  private SessionLifecycleExtension(@Nullable Settings settings) {
    this.settings = settings;
  }

  /** Gives each test a lifecycle on a store of this kind. */
  public static SessionLifecycleExtension on(StoreKind kind) {
    return new SessionLifecycleExtension(
        new Settings(Validator.require("kind", kind), null, new LifecycleSetup.Defaults()));
  }

  /**
   * Gives each test a lifecycle on a store of the host's own, such as {@code () ->
   * JdbcTestStore.emptying(dataSource)}; then tests do not run in parallel unless each call returns
   * another store.
   *
   * @param stores called before each test; the store is closed after it
   */
  public static SessionLifecycleExtension on(Supplier<? extends TestStore> stores) {
    return new SessionLifecycleExtension(
        new Settings(
            StoreKind.MEMORY, Validator.require("stores", stores), new LifecycleSetup.Defaults()));
  }

  /** Returns an extension whose lifecycles are made of this. */
  public SessionLifecycleExtension with(LifecycleSetup setup) {
    Validator.require("setup", setup);
    Settings base = settings == null ? Settings.DEFAULTS : settings;
    return new SessionLifecycleExtension(new Settings(base.kind(), base.stores(), setup));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Settings chosen = settings(context);
    if (chosen.needsDatabase()) {
      store(context)
          .getOrComputeIfAbsent(chosen.kind(), TestDatabases::opened, TestDatabases.class);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    store(context).put(HostFixture.class, create(context, settings(context)));
  }

  private static HostFixture create(ExtensionContext context, Settings settings) {
    Supplier<? extends TestStore> stores = settings.stores();
    if (stores != null) {
      return HostFixture.open(stores, settings.setup(), () -> {});
    }
    if (!settings.needsDatabase()) {
      return HostFixture.open(TestStore::memory, settings.setup(), () -> {});
    }
    TestDatabases shared = store(context).get(settings.kind(), TestDatabases.class);
    TestDatabases databases = shared == null ? new TestDatabases(settings.kind()) : shared;
    TestDatabase database = databases.take();
    return HostFixture.open(
        () -> JdbcTestStore.emptying(database.dataSource()),
        settings.setup(),
        () -> {
          databases.giveBack(database);
          if (shared == null) { // a field that is not static is not called before all tests
            databases.close();
          }
        });
  }

  @Override
  public void afterEach(ExtensionContext context) {
    HostFixture fixture = store(context).remove(HostFixture.class, HostFixture.class);
    if (fixture != null) {
      fixture.close();
    }
  }

  /** A nested class uses the databases of the class around it, and leaves them to it. */
  @Override
  public void afterAll(ExtensionContext context) {
    TestDatabases databases = store(context).remove(settings(context).kind(), TestDatabases.class);
    if (databases != null) {
      databases.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return HostFixture.supports(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    HostFixture fixture = store(context).get(HostFixture.class, HostFixture.class);
    if (fixture == null) {
      throw new ParameterResolutionException(
          "each test has another "
              + type.getSimpleName()
              + ": take it as a parameter of the test or of a method that runs before each test,"
              + " not of a constructor or of a method that runs before all tests");
    }
    return fixture
        .parameter(type)
        .orElseThrow(
            () ->
                new ParameterResolutionException(
                    "the store of this test has no "
                        + type.getSimpleName()
                        + ": choose StoreKind.H2 or StoreKind.POSTGRES"));
  }

  private Settings settings(ExtensionContext context) {
    return settings == null ? annotated(context.getRequiredTestClass()) : settings;
  }

  private static Settings annotated(Class<?> testClass) {
    for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
      Optional<SessionLifecycleTest> found =
          AnnotationSupport.findAnnotation(type, SessionLifecycleTest.class);
      if (found.isPresent()) {
        return new Settings(found.get().store(), null, setup(found.get().setup()));
      }
    }
    return Settings.DEFAULTS;
  }

  private static LifecycleSetup setup(Class<? extends LifecycleSetup> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new ExtensionConfigurationException(
          type.getName() + " needs a constructor without parameters that does not throw", e);
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  /**
   * What the extension was given.
   *
   * @param stores null for stores of the kind
   */
  private record Settings(
      StoreKind kind, @Nullable Supplier<? extends TestStore> stores, LifecycleSetup setup) {
    static final Settings DEFAULTS =
        new Settings(StoreKind.MEMORY, null, new LifecycleSetup.Defaults());

    boolean needsDatabase() {
      return stores == null && kind != StoreKind.MEMORY;
    }
  }
}
