package dev.sessionlifecycle.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as a whole: what links where, and what they must mention. */
class PagesTest {
  private static final Pattern LOGGER = Pattern.compile("getLogger\\(\\s*([^)]+?)\\s*\\)");
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCS = ROOT.resolve("docs");

  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:|mailto:)([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

  /** A message that is logged as a warning or an error. */
  private static final Pattern LOGGED =
      Pattern.compile(
          "(?is)(?:\\blog\\.(?:warn|error)|\\)\\s*\\.log)\\(\\s*((?:\"[^\"]*\"[\\s+]*)+)");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/README.md"})
  void every_page_is_linked_from_the_readme_and_the_index(String index) throws IOException {
    List<Path> linked = links(ROOT.resolve(index)).stream().map(PageLink::file).toList();
    try (Stream<Path> pages = Files.list(DOCS)) {
      assertThat(pages.filter(page -> page.toString().endsWith(".md")).toList())
          .hasSizeGreaterThan(15)
          .filteredOn(page -> !page.endsWith("README.md"))
          .isSubsetOf(linked);
    }
  }

  @Test
  void every_link_leads_to_a_file_and_a_heading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (PageLink link : links(page)) {
        if (!Files.exists(link.file())) {
          broken.add(ROOT.relativize(page) + ": " + link.file());
        } else if (!link.anchor().isEmpty() && !anchors(link.file()).contains(link.anchor())) {
          broken.add(ROOT.relativize(page) + ": " + link.file().getFileName() + link.anchor());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /** The sources of the modules that log. */
  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module :
        List.of(
            "core", "runtime", "store-jdbc", "store-memory", "http", "finalize-steps", "events")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files.filter(Files::isRegularFile).forEach(file -> sources.add(read(file)));
      }
    }
    return sources;
  }

  @Test
  void every_logger_has_a_name_that_the_page_lists() throws IOException {
    String page = read(ROOT.resolve("docs/operations.md"));
    List<String> loggers =
        sources().stream()
            .flatMap(it -> LOGGER.matcher(it).results())
            .map(it -> it.group(1))
            .toList();
    assertThat(loggers).hasSizeGreaterThan(15);
    assertThat(loggers)
        .filteredOn(name -> !name.equals("\"dev.sessionlifecycle.\" + area"))
        .allMatch(
            name -> name.startsWith("\"") && page.contains("`" + name.replace("\"", "") + "`"));
  }

  @Test
  void every_warning_and_error_that_is_logged_is_explained() throws IOException {
    List<String> explained = explained();
    List<String> messages = sources().stream().flatMap(it -> logged(it).stream()).toList();
    assertThat(messages).hasSizeGreaterThan(15);
    assertThat(messages)
        .filteredOn(message -> explained.stream().noneMatch(message::contains))
        .as("add a row to docs/operations.md")
        .isEmpty();
    assertThat(explained)
        .filteredOn(part -> messages.stream().noneMatch(message -> message.contains(part)))
        .as("a row of docs/operations.md that nothing logs")
        .isEmpty();
  }

  @Test
  void a_message_is_found_in_the_source_of_a_call() {
    assertThat(logged("LOG.warn(\n \"step {} of \"\n + \"the chain failed: {}\", a, b);"))
        .containsExactly("step {} of the chain failed: {}");
    assertThat(logged("LOG.atWarn().addKeyValue(\"code\", code).log(\"failed: {}\", a);"))
        .containsExactly("failed: {}");
    assertThat(logged("log.info(\"started\");")).isEmpty();
  }

  private static List<String> logged(String source) {
    return LOGGED
        .matcher(source)
        .results()
        .map(match -> match.group(1).replaceAll("\"\\s*\\+\\s*\"", "").replaceAll("\"|\\s+$", ""))
        .toList();
  }

  /** The parts of lines in the first column of the table of warnings; "…" is a placeholder. */
  private static List<String> explained() throws IOException {
    String page = Files.readString(DOCS.resolve("operations.md"));
    String table = page.substring(page.indexOf("### What each warning means"));
    return table
        .substring(0, table.indexOf("\n## "))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', 1)))
        .flatMap(cell -> Pattern.compile("`([^`]{7,})`").matcher(cell).results())
        .map(match -> match.group(1).replace("…", "{}"))
        .toList();
  }

  private record PageLink(Path file, String anchor) {}

  private static List<PageLink> links(Path page) throws IOException {
    String text = CODE.matcher(Files.readString(page)).replaceAll("");
    return LINK.matcher(text)
        .results()
        .map(
            match ->
                new PageLink(
                    match.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(match.group(1)).normalize(),
                    match.group(2) == null ? "" : match.group(2)))
        .toList();
  }

  private static TreeSet<String> anchors(Path page) throws IOException {
    String text = Files.readString(page).replaceAll("(?s)```.*?```", "");
    TreeSet<String> anchors = new TreeSet<>();
    HEADING
        .matcher(text)
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(title -> anchors.add("#" + title));
    return anchors;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(DOCS);
        Stream<Path> root = Files.list(ROOT)) {
      return Stream.concat(docs, root)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
