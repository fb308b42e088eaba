package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
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

  /** Runs a host without this jar on the class path, and returns the store's error. */
  private static String refusal(String missing, Class<?> host) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(without(missing), ClassLoader.getPlatformClassLoader())) {
      Constructor<?> constructor = loader.loadClass(host.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      Callable<?> there = (Callable<?>) constructor.newInstance();
      Throwable refusal = catchThrowable(there::call);
      assertThat(refusal.getClass().getSimpleName()).isEqualTo("StoreException");
      return refusal.getMessage();
    }
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
