package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is a module itself runs on the library's modules alone. */
@Tag("long")
class ModulePathTest {
  private static final List<String> CORE_JARS = List.of("slf4j-api", "slf4j-nop", "jspecify");
  private static final List<String> JDBC_JARS =
      List.of("jdbi3-core", "geantyref", "jackson-core", "HikariCP", "h2-", "postgresql-4");

  private static final String IN_MEMORY =
      """
      var store = dev.sessionlifecycle.store.memory.InMemorySessionStore.create();
      """;

  private static final String ON_H2 =
      """
      var store = dev.sessionlifecycle.store.jdbc.JdbcSessionStore.h2Memory("modules");
      """;

  @TempDir private Path folder;

  @Test
  void the_jdbc_store_and_the_steps_run_on_the_module_path() throws Exception {
    String path =
        join(
            List.of(
                modules("finalize-spi", "core", "store-jdbc", "http", "finalize-steps"),
                jars(CORE_JARS),
                jars(JDBC_JARS),
                jars(List.of("libphonenumber"))));
    Path host =
        compileHost(
            path,
            ON_H2,
            "dev.sessionlifecycle.steps.pii.ScrubStep.standard()",
            "dev.sessionlifecycle.store.jdbc",
            "dev.sessionlifecycle.steps");
    assertThat(
            run(java(), "--module-path", path + File.pathSeparator + host, "-m", "host/host.Main"))
        .contains("CLOSED RESOLVED");
  }

  @Test
  void an_image_of_core_and_memory_store_runs_a_session() throws Exception {
    String path = join(List.of(modules("finalize-spi", "core", "store-memory"), jars(CORE_JARS)));
    String step =
        "dev.sessionlifecycle.finalize.FinalizeStep.of(\"none\","
            + " context -> dev.sessionlifecycle.finalize.StepOutcome.done())";
    Path host = compileHost(path, IN_MEMORY, step, "dev.sessionlifecycle.store.memory");
    Path image = folder.resolve("image");
    tool(
        "jlink",
        "--module-path",
        path + File.pathSeparator + host,
        "--add-modules",
        "host",
        "--output",
        image.toString());
    assertThat(run(image.resolve("bin/java").toString(), "-m", "host/host.Main"))
        .contains("CLOSED RESOLVED");
  }

  /** Jdbi and the drivers are automatic modules, so an image can hold the JDK's modules alone. */
  @Test
  void the_jdbc_store_runs_beside_an_image_of_the_modules_of_java_that_it_needs() throws Exception {
    String path =
        join(
            List.of(
                modules("finalize-spi", "core", "store-jdbc"), jars(CORE_JARS), jars(JDBC_JARS)));
    String step =
        "dev.sessionlifecycle.finalize.FinalizeStep.of(\"none\","
            + " context -> dev.sessionlifecycle.finalize.StepOutcome.done())";
    String host =
        path
            + File.pathSeparator
            + compileHost(path, ON_H2, step, "dev.sessionlifecycle.store.jdbc");
    Path image = folder.resolve("image");
    tool(
        "jlink",
        "--add-modules",
        "java.sql,java.naming,java.management",
        "--output",
        image.toString());
    String java = image.resolve("bin/java").toString();
    assertThat(run(java, "--module-path", host, "-m", "host/host.Main"))
        .contains("CLOSED RESOLVED");
    assertThat(run(java, "-cp", host, "host.Main")).contains("CLOSED RESOLVED");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    ToolProvider.findFirst("jlink")
        .orElseThrow()
        .run(
            out,
            out,
            "--module-path",
            host,
            "--add-modules",
            "host",
            "--output",
            folder.resolve("whole").toString());
    assertThat(said.toString()).as("docs/operations.md says so").contains("automatic module");
  }

  private Path compileHost(String path, String store, String step, String... required)
      throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources/host"));
    String requires =
        Stream.of(required).map(it -> "requires " + it + "; ").collect(Collectors.joining());
    Files.writeString(
        sources.resolveSibling("module-info.java"), "module host { " + requires + "}");
    Files.writeString(
        sources.resolve("Main.java"),
        """
        package host;

        import dev.sessionlifecycle.SessionLifecycle;
        import dev.sessionlifecycle.SessionRequest;
        import dev.sessionlifecycle.finalizer.FinalizeChain;
        import dev.sessionlifecycle.session.Message;
        import java.util.UUID;

        public final class Main {
          public static void main(String[] args) {
            %s
            try (var lifecycle = SessionLifecycle.builder(store)
                .finalizeWith(FinalizeChain.first(%s)).build()) {
              var sessions = lifecycle.organization(UUID.randomUUID());
              UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
              sessions.append(id, Message.fromUser("hello"));
              sessions.close(id, "resolved");
              if (lifecycle.finalizer().runDue(10).finished() != 1) {
                throw new IllegalStateException("the chain did not run");
              }
              var session = sessions.get(id);
              System.out.println(session.status() + " " + session.reason());
            }
          }
        }
        """
            .replaceFirst("%s", store)
            .replaceFirst("%s", step));
    Path classes = folder.resolve("classes");
    tool(
        "javac",
        "-d",
        classes.toString(),
        "--module-path",
        path,
        sources.resolveSibling("module-info.java").toString(),
        sources.resolve("Main.java").toString());
    return classes;
  }

  private static void tool(String name, String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int status = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments);
    assertThat(status).as(said.toString()).isZero();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String join(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> modules(String... names) {
    List<String> classes = new ArrayList<>();
    for (String name : names) {
      Path folder = SourceTree.ofThisBuild().root().resolve(name + "/target/classes");
      assertThat(folder.resolve("module-info.class")).exists();
      classes.add(folder.toString());
    }
    return classes;
  }

  private static List<String> jars(List<String> prefixes) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> prefixes.stream().anyMatch(new File(entry).getName()::startsWith))
        .distinct()
        .toList();
  }
}
