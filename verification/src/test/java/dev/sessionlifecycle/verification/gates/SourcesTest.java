package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

  /** Modules without any input or output. */
  private static final List<String> MEMORY_ALONE =
      List.of("store-memory/src/main/java/", "verification/model/", "testkit/SettableClock.java");

  /**
   * Published files that lock monitors, each with its reason: a virtual thread that waits for I/O
   * while holding one pins its carrier, up to Java 23.
   */
  private static final Map<String, String> MONITOR_FOR_A_REASON =
      Map.of(
          "runtime/src/main/java/dev/sessionlifecycle/runtime/TurnBuffer.java",
          "guards a list",
          "core/src/main/java/dev/sessionlifecycle/internal/finalizer/FinalizerThreads.java",
          "guards a list of threads",
          "core/src/main/java/dev/sessionlifecycle/internal/finalizer/WorkQueue.java",
          "guards queues; waits only on itself, on the engine's own threads",
          "core/src/main/java/dev/sessionlifecycle/internal/housekeeping/HousekeepingThreads.java",
          "guards sums",
          "store-jdbc/src/main/java/dev/sessionlifecycle/store/jdbc/internal/connect/Migrator.java",
          "once, when an embedded database is opened");

  /**
   * Methods over the bounds, which may only become fewer: scanners that decide character by
   * character, and read better in one piece.
   */
  private static final Set<String> LARGE_METHODS =
      Set.of(
          "BirthDate#worded",
          "CardDetector#grouped",
          "DomainDetector#plausible",
          "IpDetector#addV6",
          "Ipv6#valid",
          "PaymentCards#issued",
          "PhoneCandidate#next",
          "PhoneDetector#accept",
          "PhoneShapes#american",
          "PhoneShapes#somethingElse",
          "PostalAddress#stop",
          "SecretDetector#random",
          "SpokenLocalPart#start",
          "SpokenRun#token",
          "SsnDetector#match");

  private final SourceTree tree = SourceTree.ofThisBuild();

  @Test
  void only_published_modules_are_checked() {
    assertThat(tree.published())
        .extracting(tree::name)
        .anyMatch(name -> name.startsWith("core/"))
        .noneMatch(name -> name.startsWith("examples/"));
  }

  @Test
  void every_public_type_and_method_has_a_comment() {
    assertThat(
            parsedComplaints(
                tree.published().stream().filter(file -> !isInternal(file)).toList(),
                ParsedSource::undocumented))
        .isEmpty();
  }

  /** Their methods are public for the neighbouring packages, and their names must be enough. */
  @Test
  void every_public_type_of_an_internal_package_says_what_it_is() {
    assertThat(
            parsedComplaints(
                tree.published().stream().filter(this::isInternal).toList(),
                source ->
                    source.undocumented().stream().filter(name -> !name.contains("#")).toList()))
        .isEmpty();
  }

  @Test
  void a_public_type_or_method_without_a_comment_is_reported() {
    String bad =
        """
        public interface Bad {
          void silent();
          /** Has a comment. */
          void documented();
          @Override String toString();
          record Inner(int x) { public int twice() { return 2 * x; } int hidden() { return x; } }
        }
        class Hidden { public void unreachable() {} }
        """;
    assertThat(ParsedSource.of(bad).undocumented())
        .containsExactlyInAnyOrder("Bad", "Bad#silent", "Inner", "Inner#twice");
  }

  @Test
  void no_test_sleeps_or_is_skipped_and_nothing_is_unfinished() {
    List<Path> others =
        tree.tests().stream().filter(file -> !file.endsWith("SourcesTest.java")).toList();
    assertThat(complaints(others, SourceRules::inTest)).isEmpty();
    assertThat(complaints(tree.published(), SourceRules::inAny)).isEmpty();
  }

  @Test
  void a_test_that_sleeps_or_is_skipped_is_reported() {
    assertThat(SourceRules.inTest("void t() { Thread.sleep(5); }")).hasSize(1);
    assertThat(SourceRules.inTest("@Disabled @Test void t() {}")).hasSize(1);
    assertThat(SourceRules.inTest("@Test void t() { assumeTrue(false); }")).hasSize(1);
    assertThat(SourceRules.inTest("// TO" + "DO: later")).hasSize(1);
  }

  @Test
  void methods_are_short_and_simple() {
    assertThat(tree.parse(tree.published()).values())
        .flatExtracting(ParsedSource::methods)
        .filteredOn(method -> !SourceRules.size(method).isEmpty())
        .extracting(ParsedSource.Method::name)
        .containsExactlyInAnyOrderElementsOf(LARGE_METHODS);
  }

  @Test
  void a_method_that_is_long_or_branches_often_is_reported() {
    String statements = "f();\n".repeat(70);
    String branches = "if (x > 0 && y > 0) { f(); }".repeat(8);
    assertThat(
            ParsedSource.of(
                    "class Bad { void lengthy() {"
                        + statements
                        + "} void tangled() {"
                        + branches
                        + "} }")
                .methods())
        .flatExtracting(SourceRules::size)
        .containsExactly(
            "Bad#lengthy has 71 lines and a complexity of 1",
            "Bad#tangled has 1 lines and a complexity of 17");
  }

  @Test
  void no_monitor_is_held_around_io() {
    assertThat(tree.published())
        .filteredOn(file -> SourceRules.locksAMonitor(tree.read(file)))
        .extracting(tree::name)
        .filteredOn(name -> MEMORY_ALONE.stream().noneMatch(name::contains))
        .isSubsetOf(MONITOR_FOR_A_REASON.keySet());
  }

  @Test
  void a_file_that_locks_a_monitor_is_reported() {
    assertThat(SourceRules.locksAMonitor("synchronized (lock) { store.close(it); }")).isTrue();
    assertThat(SourceRules.locksAMonitor("  synchronized void f() {}")).isTrue();
    assertThat(SourceRules.locksAMonitor("/** Not {@code synchronized}. */")).isFalse();
  }

  @Test
  void no_volatile_field_is_read_and_written_in_one_expression() {
    assertThat(parsedComplaints(tree.published(), ParsedSource::volatileUpdates)).isEmpty();
  }

  @Test
  void an_update_of_a_volatile_field_is_reported() {
    String bad =
        """
        class Bad {
          volatile boolean stopping;
          private volatile int count;
          int total;
          void run() { stopping |= asked(); count++; --this.count; total++; stopping = true; }
        }
        """;
    assertThat(ParsedSource.of(bad).volatileUpdates())
        .containsExactlyInAnyOrder("stopping |= asked()", "count++", "--this.count");
  }

  @Test
  void nothing_is_formatted_or_folded_by_the_default_locale() {
    assertThat(parsedComplaints(tree.main(), ParsedSource::localeSensitive)).isEmpty();
    assertThat(tree.sql()).isNotEmpty();
    assertThat(tree.sql())
        .filteredOn(file -> LocaleRules.foldsInSql(tree.read(file)))
        .extracting(tree::name)
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"-c lock_timeout=%d\".formatted(millis)",
        "String.format(\"%04x\", c)",
        "String.format(pattern, c)",
        "out.printf(\"%d\", 1)",
        "out.format(\"%d\", 1)",
        "name.toLowerCase()",
        "name.toUpperCase()",
        "names.map(String::toLowerCase)",
        "new DecimalFormat(\"0.0\").format(x)",
        "NumberFormat.getInstance()",
        "NumberFormat.getPercentInstance()",
        "DateTimeFormatter.ofPattern(\"yyyyMM\")",
        "new DateTimeFormatterBuilder().appendPattern(\"yyyy\").toFormatter()",
        "MessageFormat.format(text, 1)",
        "new Formatter().format(text, 1)",
        "BreakIterator.getWordInstance()",
        "Locale.getDefault()",
        "query(\"SELECT 1 FROM t WHERE LOWER(table_name) = 'x'\")"
      })
  void a_call_that_uses_the_default_locale_is_reported(String call) {
    assertThat(ParsedSource.of("class Bad { Object o = " + call + "; }").localeSensitive())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String.format(Locale.ROOT, \"%d\", 1)",
        "name.toLowerCase(Locale.ROOT)",
        "Character.toLowerCase(c)",
        "DateTimeFormatter.ofPattern(\"yyyy\", Locale.ROOT)",
        "formatter.format(date)",
        "BreakIterator.getWordInstance(locale)"
      })
  void a_call_that_names_its_locale_is_not_reported(String call) {
    assertThat(ParsedSource.of("class Good { Object o = " + call + "; }").localeSensitive())
        .isEmpty();
  }

  @Test
  void sql_that_folds_letters_is_reported() {
    assertThat(LocaleRules.foldsInSql("SELECT 1 WHERE upper(a) = 'A'")).isTrue();
    assertThat(LocaleRules.foldsInSql("SELECT 1 WHERE a ILIKE 'a%'")).isTrue();
    assertThat(LocaleRules.foldsInSql("SELECT 1 -- LOWER(a) depends on the locale")).isFalse();
  }

  private boolean isInternal(Path file) {
    return tree.name(file).contains("/internal/");
  }

  private List<String> complaints(List<Path> files, Function<String, List<String>> check) {
    return files.stream()
        .flatMap(file -> check.apply(tree.read(file)).stream().map(it -> named(file, it)))
        .toList();
  }

  private List<String> parsedComplaints(
      List<Path> files, Function<ParsedSource, List<String>> check) {
    return tree.parse(files).entrySet().stream()
        .flatMap(it -> check.apply(it.getValue()).stream().map(found -> named(it.getKey(), found)))
        .toList();
  }

  private String named(Path file, String complaint) {
    return tree.name(file) + ": " + complaint;
  }
}
