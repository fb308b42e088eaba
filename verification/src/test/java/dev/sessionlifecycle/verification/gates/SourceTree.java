package dev.sessionlifecycle.verification.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checked-out sources: what is read here is what is committed, not what was compiled. */
record SourceTree(Path root) {

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  /** Returns the checkout in which this test runs. */
  static SourceTree ofThisBuild() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("not run inside the project");
      }
    }
    return new SourceTree(directory);
  }

  /** Returns what users receive: every module not marked as unpublished. */
  List<Path> published() {
    return javaFiles(publishedModules(), "src/main/java");
  }

  /** Returns the modules with code that users receive, in the order of the build. */
  List<String> publishedModules() {
    return modules().stream()
        .filter(module -> !read(Path.of(module, "pom.xml")).contains("<maven.deploy.skip>true"))
        .filter(module -> !read(Path.of(module, "pom.xml")).contains("<packaging>pom<"))
        .toList();
  }

  /** Returns all tests, including the suites of the testkit. */
  List<Path> tests() {
    return Stream.concat(
            javaFiles(modules(), "src/test/java").stream(),
            javaFiles(List.of("testkit"), "src/main/java").stream())
        .toList();
  }

  /** All sources, published or not, but the samples that break a gate. */
  List<Path> all() {
    return Stream.of("src/main/java", "src/test/java")
        .flatMap(below -> javaFiles(modules(), below).stream())
        .filter(file -> !name(file).contains("/gates/bad/"))
        .toList();
  }

  /** The main code of every module, published or not. */
  List<Path> main() {
    return javaFiles(modules(), "src/main/java");
  }

  /** The files with SQL statements of every module. */
  List<Path> sql() {
    return files(modules(), "src/main/resources", ".sql");
  }

  private List<String> modules() {
    return MODULE
        .matcher(read(Path.of("pom.xml")))
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  /** Returns what these files declare, by file and in their order. */
  Map<Path, ParsedSource> parse(List<Path> files) {
    List<ParsedSource> parsed = ParsedSource.all(files.stream().map(this::read).toList());
    Map<Path, ParsedSource> byFile = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      byFile.put(files.get(i), parsed.get(i));
    }
    return byFile;
  }

  String read(Path file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name(Path file) {
    return root.relativize(file).toString();
  }

  private List<Path> javaFiles(List<String> modules, String below) {
    return files(modules, below, ".java");
  }

  private List<Path> files(List<String> modules, String below, String ending) {
    return modules.stream()
        .map(module -> root.resolve(module).resolve(below))
        .filter(Files::isDirectory)
        .flatMap(directory -> filesBelow(directory, ending))
        .toList();
  }

  private static Stream<Path> filesBelow(Path directory, String ending) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
