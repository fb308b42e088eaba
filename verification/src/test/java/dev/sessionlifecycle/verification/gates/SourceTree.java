package dev.sessionlifecycle.verification.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checked-out sources: what is read here is what is committed, not what was compiled. */
record SourceTree(Path root) {

  /** The checkout that this test runs in. */
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

  /** What users receive. */
  List<Path> published() {
    return javaFiles(
        List.of("finalize-spi", "core", "store-memory", "store-jdbc", "finalize-steps", "testkit"),
        "src/main/java");
  }

  /** All tests, the suites of the testkit and the verification module among them. */
  List<Path> tests() {
    List<String> modules =
        List.of(
            "finalize-spi",
            "core",
            "store-memory",
            "store-jdbc",
            "finalize-steps",
            "testkit",
            "verification",
            "examples/quickstart");
    return Stream.concat(
            javaFiles(modules, "src/test/java").stream(),
            javaFiles(List.of("testkit"), "src/main/java").stream())
        .toList();
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
    return modules.stream()
        .map(module -> root.resolve(module).resolve(below))
        .filter(Files::isDirectory)
        .flatMap(SourceTree::javaFilesBelow)
        .toList();
  }

  private static Stream<Path> javaFilesBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
