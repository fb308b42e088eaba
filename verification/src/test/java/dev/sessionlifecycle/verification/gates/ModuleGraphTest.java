package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module descriptors: the other tests run on the class path, which ignores them. */
class ModuleGraphTest {

  private static final String CORE = "dev.sessionlifecycle.core";
  private static final String RUNTIME = "dev.sessionlifecycle.runtime";
  private static final String STEPS = "dev.sessionlifecycle.steps";
  private static final String HTTP = "dev.sessionlifecycle.http";
  private static final String EVENTS = "dev.sessionlifecycle.events";
  private static final Set<String> EXPLICIT =
      Set.of("dev.sessionlifecycle.finalizespi", CORE, STEPS, HTTP, EVENTS);

  private final ModuleFinder ours =
      ModuleFinder.of(
          Stream.of(
                  "finalize-spi",
                  "core",
                  "runtime",
                  "store-memory",
                  "store-jdbc",
                  "http",
                  "finalize-steps",
                  "providers",
                  "events",
                  "testkit",
                  "assertj")
              .map(module -> SourceTree.ofThisBuild().root().resolve(module + "/target/classes"))
              .filter(classes -> Files.exists(classes.resolve("module-info.class")))
              .toArray(Path[]::new));

  @Test
  void the_modules_resolve_with_the_libraries_that_users_receive() {
    ModuleFinder libraries =
        ModuleFinder.of(
            jars(
                "slf4j-api",
                "libphonenumber",
                "jdbi3-core",
                "geantyref",
                "jackson-core",
                "HikariCP",
                "h2-",
                "postgresql-4",
                "junit-",
                "opentest4j",
                "apiguardian",
                "assertj-core",
                "byte-buddy"));
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(ours, libraries, names(ours));
    assertThat(resolved.modules()).extracting(module -> module.name()).containsAll(EXPLICIT);
  }

  @Test
  void no_internal_package_is_exported_to_everyone() {
    assertThat(ours.findAll())
        .flatExtracting(reference -> exported(reference.descriptor()))
        .isNotEmpty()
        .noneMatch(name -> name.contains(".internal"));
  }

  @Test
  void only_modules_of_the_library_see_the_shared_internal_packages() {
    Map<String, Set<String>> shared =
        ours.findAll().stream()
            .flatMap(reference -> reference.descriptor().exports().stream())
            .filter(ModuleDescriptor.Exports::isQualified)
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Exports::source, ModuleDescriptor.Exports::targets));
    assertThat(shared)
        .isEqualTo(
            Map.of(
                "dev.sessionlifecycle.finalize.internal",
                Set.of(
                    CORE,
                    RUNTIME,
                    STEPS,
                    HTTP,
                    EVENTS,
                    "dev.sessionlifecycle.events.kafka",
                    "dev.sessionlifecycle.assertj",
                    "dev.sessionlifecycle.console",
                    "dev.sessionlifecycle.micrometer",
                    "dev.sessionlifecycle.opentelemetry",
                    "dev.sessionlifecycle.providers",
                    "dev.sessionlifecycle.scrub.ner",
                    "dev.sessionlifecycle.spring",
                    "dev.sessionlifecycle.store.jdbc",
                    "dev.sessionlifecycle.summarize.langchain4j",
                    "dev.sessionlifecycle.testkit",
                    "dev.sessionlifecycle.testkit.postgres"),
                "dev.sessionlifecycle.http.internal",
                Set.of(STEPS, EVENTS)));
  }

  @Test
  void every_other_package_of_the_core_is_exported() {
    ModuleDescriptor core = ours.find(CORE).orElseThrow().descriptor();
    // A folder of data counts as a package to the module system, but has no classes to export.
    assertThat(exported(core))
        .containsExactlyInAnyOrderElementsOf(
            core.packages().stream()
                .filter(name -> !name.contains(".internal"))
                .filter(ModuleGraphTest::hasClasses)
                .toList());
  }

  private static Set<String> names(ModuleFinder finder) {
    return finder.findAll().stream()
        .map(ModuleReference::descriptor)
        .map(ModuleDescriptor::name)
        .collect(Collectors.toSet());
  }

  private static boolean hasClasses(String corePackage) {
    return Files.exists(
        SourceTree.ofThisBuild()
            .root()
            .resolve("core/target/classes")
            .resolve(corePackage.replace('.', '/'))
            .resolve("package-info.class"));
  }

  private static List<String> exported(ModuleDescriptor descriptor) {
    return descriptor.exports().stream()
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .toList();
  }

  private static Path[] jars(String... prefixes) {
    List<Path> jars = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Stream.of(prefixes).anyMatch(p -> path.getFileName().toString().startsWith(p))) {
        jars.add(path);
      }
    }
    return jars.toArray(Path[]::new);
  }
}
