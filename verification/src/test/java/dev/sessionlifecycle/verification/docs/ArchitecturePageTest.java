package dev.sessionlifecycle.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitecturePageTest {
  private static final Path ROOT = Path.of("..");
  private static final String BASE = "dev.sessionlifecycle";

  /** A row of the packages: the module only where it is another than in the row above. */
  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^\\| (?:`([\\w-]+)` )?\\| `([\\w.]+)` \\|");

  /** A row of what is found where: the class in the second column. */
  private static final Pattern DECIDED = Pattern.compile("(?m)^\\| [^|`]+ \\| `([\\w.]+)` \\|");

  private final String page = read(ROOT.resolve("docs/architecture.md"));

  @Test
  void page_shows_the_modules_of_the_build() throws IOException {
    assertThat(page).contains("```mermaid\n" + ModuleDiagram.read(ROOT).mermaid() + "```\n");
  }

  @Test
  void another_dependency_gives_another_diagram() throws IOException {
    Map<String, List<String>> more = new LinkedHashMap<>(ModuleDiagram.read(ROOT).dependencies());
    more.put("core", List.of("finalize-spi", "store-jdbc"));
    assertThat(page).doesNotContain(new ModuleDiagram(more).mermaid());
  }

  @Test
  void page_lists_every_package_under_its_module() throws IOException {
    assertThat(listedPackages()).isEqualTo(packages());
  }

  @Test
  void page_names_deciding_classes_that_exist() {
    assertThat(DECIDED.matcher(section("## Where to find what")).results())
        .hasSizeGreaterThan(10)
        .allSatisfy(match -> Class.forName(BASE + "." + match.group(1)));
  }

  private Set<String> listedPackages() {
    Set<String> listed = new TreeSet<>();
    String[] module = {""};
    PACKAGE
        .matcher(section("## Packages"))
        .results()
        .forEach(
            match -> {
              module[0] = match.group(1) == null ? module[0] : match.group(1);
              String name = match.group(2);
              listed.add(module[0] + " " + (name.equals(BASE) ? name : BASE + "." + name));
            });
    return listed;
  }

  private static Set<String> packages() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (String module : ModuleDiagram.read(ROOT).dependencies().keySet()) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
            .forEach(name -> packages.add(module + " " + name));
      }
    }
    return packages;
  }

  private String section(String heading) {
    int from = page.indexOf(heading + "\n");
    int to = page.indexOf("\n## ", from + 1);
    return page.substring(from, to < 0 ? page.length() : to);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
