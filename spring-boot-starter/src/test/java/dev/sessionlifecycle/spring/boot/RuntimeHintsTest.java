package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

/** Ahead-of-time processing keeps every file that the library reads. */
class RuntimeHintsTest {

  @ParameterizedTest
  @ValueSource(classes = {SessionLifecycle.class, JdbcSessionStore.class, ScrubStep.class})
  void every_file_of_a_module_is_kept(Class<?> type) throws IOException, URISyntaxException {
    RuntimeHints hints = new RuntimeHints();
    new SessionLifecycleRuntimeHints().registerHints(hints, getClass().getClassLoader());
    List<String> files = files(type);
    if (type != SessionLifecycle.class) {
      assertThat(files).hasSizeGreaterThan(3);
    }
    assertThat(files)
        .allSatisfy(
            file ->
                assertThat(RuntimeHintsPredicates.resource().forResource(file).test(hints))
                    .as(file)
                    .isTrue());
  }

  private static List<String> files(Class<?> type) throws IOException, URISyntaxException {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return filesBelow(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return filesBelow(jar.getPath("/"));
    }
  }

  private static List<String> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("dev"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.endsWith(".class"))
          .toList();
    }
  }
}
