package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Jars that only some hosts need: the error of a missing one names the jar to add. */
class MissingJarsTest {

  /** A host with an embedded database, on its own class path. */
  static final class EmbeddedHost implements Callable<Object> {
    @Override
    public Object call() {
      return JdbcSessionStore.h2Memory("none");
    }
  }

  /** A host with a database server. */
  static final class ServedHost implements Callable<Object> {
    @Override
    public Object call() {
      return JdbcSessionStore.postgres("jdbc:postgresql://localhost/none", "nobody", "");
    }
  }

  @Test
  void an_embedded_store_without_h2_names_the_dependency_to_add() throws Exception {
    assertThat(refusal("/h2-", EmbeddedHost.class)).contains("com.h2database:h2");
  }

  @Test
  void a_postgres_store_without_pool_or_driver_names_the_dependency_to_add() throws Exception {
    for (String jar : List.of("HikariCP", "/postgresql-4")) {
      assertThat(refusal(jar, ServedHost.class))
          .contains("org.postgresql:postgresql")
          .contains("com.zaxxer:HikariCP");
    }
  }

  @Test
  void a_store_without_jdbi_names_the_missing_class() throws Exception {
    assertThat(refusal("jdbi3-core", EmbeddedHost.class)).contains("jar").contains("org/jdbi");
  }

  /** A host that tests with a framework of its own. */
  static final class TestingHost implements Callable<Object> {
    @Override
    public Object call() {
      StepProbe.of(FinalizeStep.of("nothing", context -> StepOutcome.done()))
          .runTwice(StepScenario.voice().user("hello"));
      return SettableClock.create().advance(Duration.ofDays(1));
    }
  }

  @Test
  void the_clock_and_the_step_fixtures_of_the_testkit_need_no_junit() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(without("junit"), ClassLoader.getPlatformClassLoader())) {
      assertThat(host(loader, TestingHost.class).call())
          .isEqualTo(SettableClock.START.plus(Duration.ofDays(1)));
    }
  }

  /** Runs a host without this jar on the class path, and returns the store's error. */
  private static String refusal(String missing, Class<?> host) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(without(missing), ClassLoader.getPlatformClassLoader())) {
      Callable<?> there = host(loader, host);
      Throwable refusal = catchThrowable(there::call);
      assertThat(refusal.getClass().getSimpleName()).isEqualTo("StoreException");
      return refusal.getMessage();
    }
  }

  private static Callable<?> host(ClassLoader loader, Class<?> host) throws Exception {
    Constructor<?> constructor = loader.loadClass(host.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Callable<?>) constructor.newInstance();
  }

  private static URL[] without(String missing) throws MalformedURLException {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains(missing)) {
        path.add(new File(entry).toURI().toURL());
      }
    }
    return path.toArray(URL[]::new);
  }
}
