package dev.sessionlifecycle.verification.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.verification.host.ExtensionSamples.AtOnceInMemory;
import dev.sessionlifecycle.verification.host.ExtensionSamples.Composed;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The extension on the class paths of other hosts: without a database, with a newer JUnit. */
class OtherClassPathsTest {
  private static final Path JUNIT_6 = Path.of("target", "junit-6");

  @Test
  void in_memory_no_class_of_a_database_is_needed() throws Exception {
    List<Path> path = classPath();
    path.removeIf(
        entry ->
            entry
                .toString()
                .matches(".*(store-jdbc|postgres|h2-|jdbi|HikariCP|jackson|benchmarks).*"));
    try (URLClassLoader loader = loader(path)) {
      assertThat(passed(loader)).hasSize(5);
      assertThatThrownBy(() -> loader.loadClass("org.h2.Driver"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThatThrownBy(() -> loader.loadClass("dev.sessionlifecycle.store.jdbc.JdbcSessionStore"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void the_extension_runs_on_junit_6() throws Exception {
    List<Path> path = classPath();
    path.removeIf(entry -> entry.getFileName().toString().startsWith("junit-"));
    try (Stream<Path> jars = Files.list(JUNIT_6)) {
      path.addAll(jars.toList());
    }
    try (URLClassLoader loader = loader(path)) {
      assertThat(passed(loader)).hasSize(5);
      assertThat(loader.loadClass(Test.class.getName()).getPackage().getImplementationVersion())
          .startsWith("6.");
    }
  }

  /** Runs samples with the classes of this loader, and returns the names of those that passed. */
  private static List<?> passed(ClassLoader loader) throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Class<?> runs = loader.loadClass(ExtensionRuns.class.getName());
      Class<?>[] samples = {
        loader.loadClass(Composed.class.getName()), loader.loadClass(AtOnceInMemory.class.getName())
      };
      var of = runs.getDeclaredMethod("ofParallel", Class[].class);
      of.setAccessible(true);
      Object ran = of.invoke(null, (Object) samples);
      assertThat(list(ran, "failures")).isEmpty();
      return list(ran, "passed");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static List<?> list(Object ran, String method) throws ReflectiveOperationException {
    var read = ran.getClass().getDeclaredMethod(method);
    read.setAccessible(true);
    return (List<?>) read.invoke(ran);
  }

  private static URLClassLoader loader(List<Path> path) throws IOException {
    URL[] urls = path.stream().map(OtherClassPathsTest::url).toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
  }
}
