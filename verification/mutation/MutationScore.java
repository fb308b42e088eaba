import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints the mutation score from the reports of PIT.
 *
 * <p>{@code java MutationScore.java BOUND REPORT…}, where a report is a file {@code mutations.xml};
 * several are added up. Lists the changes that no test noticed, then the score of each group and of
 * all as {@code figure NAME VALUE}, in percent with one decimal, rounded down. Exits with 1 where
 * the score of all is below the bound, or nothing was changed.
 */
public final class MutationScore {
  /** Packages or classes, by the beginning of their names; what begins with none is a rule. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "dev.sessionlifecycle.store.memory.", "memory_store",
          "dev.sessionlifecycle.retention.", "retention",
          "dev.sessionlifecycle.spi.rules.RetentionRules", "retention",
          "dev.sessionlifecycle.model.", "state_machine");

  /** A test failed, ran for ever, or filled the memory. What could not be tried is not noticed. */
  private static final Set<String> NOTICED = Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR");

  private record Change(String type, int line, String method, String what, String status) {
    static Change of(Element element) {
      return new Change(
          text(element, "mutatedClass"),
          Integer.parseInt(text(element, "lineNumber")),
          text(element, "mutatedMethod"),
          text(element, "description"),
          element.getAttribute("status"));
    }

    boolean noticed() {
      return NOTICED.contains(status);
    }

    private static String text(Element element, String name) {
      return element.getElementsByTagName(name).item(0).getTextContent();
    }

    String group() {
      return GROUPS.entrySet().stream()
          .filter(entry -> type.startsWith(entry.getKey()))
          .map(Map.Entry::getValue)
          .findAny()
          .orElse("rules");
    }

    @Override
    public String toString() {
      return type + "." + method + ", line " + line + ": " + what + " (" + status + ")";
    }
  }

  private MutationScore() {}

  /** Takes the bound in percent, and the reports. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      read(Path.of(arguments[i]), changes);
    }
    Map<String, List<Change>> groups = new TreeMap<>();
    changes
        .values()
        .forEach(it -> groups.computeIfAbsent(it.group(), name -> new ArrayList<>()).add(it));
    groups.forEach(
        (name, members) -> {
          System.out.printf("%n%s, not noticed:%n", name);
          members.stream().filter(it -> !it.noticed()).forEach(System.out::println);
        });
    System.out.println();
    groups.forEach(
        (name, members) ->
            System.out.printf("%s: %d of %d noticed%n", name, noticed(members), members.size()));
    groups.forEach((name, members) -> print("mutation.score." + name, members));
    print("mutation.score", changes.values());
    boolean enough =
        !changes.isEmpty() && score(changes.values()).compareTo(new BigDecimal(arguments[0])) >= 0;
    if (!enough) {
      System.out.println("FAULT the mutation score is below " + arguments[0]);
    }
    System.exit(enough ? 0 : 1);
  }

  private static void read(Path report, Map<String, Change> changes) throws Exception {
    File file = report.toFile();
    if (!file.isFile()) {
      throw new IOException("no report at " + report);
    }
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file)
            .getElementsByTagName("mutation");
    for (int i = 0; i < found.getLength(); i++) {
      Element element = (Element) found.item(i);
      String key =
          Change.text(element, "mutatedClass")
              + Change.text(element, "mutatedMethod")
              + Change.text(element, "methodDescription")
              + Change.text(element, "indexes")
              + Change.text(element, "mutator");
      changes.put(key, Change.of(element));
    }
  }

  private static long noticed(Collection<Change> changes) {
    return changes.stream().filter(Change::noticed).count();
  }

  private static BigDecimal score(Collection<Change> changes) {
    return BigDecimal.valueOf(100 * noticed(changes))
        .divide(BigDecimal.valueOf(Math.max(1, changes.size())), 1, RoundingMode.DOWN);
  }

  private static void print(String figure, Collection<Change> changes) {
    System.out.println("figure " + figure + " " + score(changes));
  }
}
