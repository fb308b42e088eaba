package dev.sessionlifecycle.verification.upgrade;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The last sources of the library that know version 1 of the schema alone, compiled into a class
 * loader of its own. They are kept as an archive, since a checkout need not have the history; it
 * was made with {@code git archive --format=zip -9 ea4155c3 finalize-spi/src/main core/src/main
 * store-jdbc/src/main}. Shares all other jars with the test.
 */
final class PreviousVersion {
  private static final String ARCHIVE = "schema-v1-sources.zip";
  private static final List<String> MODULES = List.of("finalize-spi", "core", "store-jdbc");
  private static final String OWN = "dev.sessionlifecycle.";

  private PreviousVersion() {}

  /**
   * Returns a class loader with the previous library, and with the classes of this module linked to
   * it.
   */
  static ClassLoader load() {
    try {
      List<URL> urls = new ArrayList<>();
      urls.add(url(classes()));
      for (String entry : classPath()) {
        if (entry.contains("verification") && Files.isDirectory(Path.of(entry))) {
          urls.add(url(Path.of(entry)));
        }
      }
      return new URLClassLoader(urls.toArray(new URL[0]), new WithoutLibrary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private static URL url(Path directory) throws MalformedURLException {
    return directory.toUri().toURL();
  }

  /** Everything but the library and the tests, so that JDBC and SLF4J types are shared. */
  private static final class WithoutLibrary extends ClassLoader {
    WithoutLibrary() {
      super(PreviousVersion.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(OWN)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
      return name.startsWith(OWN.replace('.', '/')) ? null : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith(OWN.replace('.', '/'))
          ? java.util.Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }

  /** Returns the compiled classes with their resources, made once for each build directory. */
  private static synchronized Path classes() throws IOException {
    Path home = Path.of("target", "previous-version").toAbsolutePath();
    Path done = home.resolve("done");
    if (!Files.exists(done)) {
      Path sources = home.resolve("sources");
      extract(sources);
      compile(sources, Files.createDirectories(home.resolve("classes")));
      Files.createFile(done);
    }
    return home.resolve("classes");
  }

  private static void extract(Path to) throws IOException {
    InputStream archive = PreviousVersion.class.getResourceAsStream(ARCHIVE);
    try (ZipInputStream zip = new ZipInputStream(requireNonNull(archive, ARCHIVE))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = to.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && file.startsWith(to)) {
          Files.createDirectories(file.getParent());
          Files.write(file, zip.readAllBytes());
        }
      }
    }
  }

  private static void compile(Path sources, Path to) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<Path> files = new ArrayList<>();
    for (String module : MODULES) {
      Path main = sources.resolve(module).resolve("src/main");
      try (Stream<Path> all = Files.walk(main.resolve("java"))) {
        all.filter(it -> it.toString().endsWith(".java"))
            .filter(it -> !it.endsWith("module-info.java"))
            .forEach(files::add);
      }
      copy(main.resolve("resources"), to);
    }
    List<String> jars = classPath().stream().filter(it -> it.endsWith(".jar")).toList();
    List<String> options =
        List.of(
            "-d",
            to.toString(),
            "-cp",
            String.join(File.pathSeparator, jars),
            "-proc:none",
            "-nowarn");
    try (StandardJavaFileManager manager =
        javac.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      boolean isCompiled =
          javac
              .getTask(
                  null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!isCompiled) {
        throw new IllegalStateException(found.getDiagnostics().toString());
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        try (InputStream in = Files.newInputStream(file)) {
          Files.write(target, in.readAllBytes());
        }
      }
    }
  }
}
