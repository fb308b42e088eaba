package dev.sessionlifecycle.verification.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The published modules as a Mermaid diagram, read from the build files.
 *
 * @param dependencies for each module the modules that it depends on, except in its tests
 */
record ModuleDiagram(Map<String, List<String>> dependencies) {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
  private static final Pattern OURS =
      Pattern.compile("<artifactId>session-lifecycle-([^<]+)</artifactId>");

  /** Reads the build files below this directory. */
  static ModuleDiagram read(Path root) throws IOException {
    Map<String, List<String>> dependencies = new LinkedHashMap<>();
    String parent = Files.readString(root.resolve("pom.xml"));
    for (String module : all(MODULE, parent).map(match -> match.group(1)).toList()) {
      String pom = Files.readString(root.resolve(module).resolve("pom.xml"));
      if (!pom.contains("<maven.deploy.skip>true") && !pom.contains("<packaging>pom<")) {
        dependencies.put(module, dependencies(pom));
      }
    }
    return new ModuleDiagram(dependencies);
  }

  private static List<String> dependencies(String pom) {
    return all(DEPENDENCY, pom)
        .map(MatchResult::group)
        .filter(Predicate.not(dependency -> dependency.contains("<scope>test</scope>")))
        .flatMap(dependency -> all(OURS, dependency))
        .map(match -> match.group(1))
        .toList();
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  String mermaid() {
    StringBuilder diagram = new StringBuilder("flowchart BT\n");
    dependencies.forEach(
        (module, needed) ->
            needed.forEach(
                other ->
                    diagram
                        .append("  ")
                        .append(module)
                        .append(" --> ")
                        .append(other)
                        .append('\n')));
    return diagram.toString();
  }
}
