package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bill of materials has the published modules, and nothing else; scripts name the same. */
class BillOfMaterialsTest {
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(session-lifecycle-[^<]+)</artifactId>");
  private static final Pattern MANAGED =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern SCRIPTED = Pattern.compile("(?m)^published=(.+)$");

  private final SourceTree tree = SourceTree.ofThisBuild();
  private final String parent = read("pom.xml");
  private final String bom = read("bom/pom.xml");

  @Test
  void bill_of_materials_has_exactly_the_published_modules() {
    assertThat(managed(bom)).containsExactlyElementsOf(published());
    assertThat(managed(bom.replaceFirst("finalize-steps", "verification")))
        .isNotEqualTo(published());
  }

  @Test
  void bill_of_materials_has_the_version_and_addresses_of_the_parent() {
    assertThat(first(VERSION, bom)).isEqualTo(first(VERSION, parent));
    for (String element : List.of("url", "licenses", "developers", "issueManagement")) {
      assertThat(element(bom, element)).isEqualTo(element(parent, element));
    }
  }

  @Test
  void release_scripts_name_exactly_the_published_modules() {
    String modules = String.join(",", tree.publishedModules());
    assertThat(first(SCRIPTED, read("release/dry-run"))).isEqualTo("bom," + modules);
    assertThat(first(SCRIPTED, read("release/check-advisories"))).isEqualTo(modules);
  }

  private List<String> published() {
    return tree.publishedModules().stream()
        .map(
            module ->
                first(
                    ARTIFACT,
                    read(module + "/pom.xml").replaceFirst("(?s)<parent>.*?</parent>", "")))
        .toList();
  }

  private static List<String> managed(String pom) {
    return MANAGED
        .matcher(pom)
        .results()
        .map(MatchResult::group)
        .map(it -> first(ARTIFACT, it))
        .toList();
  }

  private static String element(String pom, String name) {
    return first(Pattern.compile("(?s)\n  <" + name + ">(.*?)</" + name + ">"), pom);
  }

  private static String first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
  }

  private String read(String file) {
    return tree.read(Path.of(file));
  }
}
