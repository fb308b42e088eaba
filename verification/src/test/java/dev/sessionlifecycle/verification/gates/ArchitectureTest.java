package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "dev.sessionlifecycle";
  private static final String BAD = "dev.sessionlifecycle.verification.gates.bad";

  /** The classes that name the system clock, as their default. */
  private static final String[] DEFAULTS = {
    ROOT + ".SessionLifecycleBuilder",
    ROOT + ".store.memory.InMemorySessionStore",
    ROOT + ".steps.memory.HttpMemorySink$Builder",
    ROOT + ".micrometer.SessionLifecycleMetrics$Builder",
    ROOT + ".testkit.host.JdbcTestStore",
    ROOT + ".testkit.host.MemoryTestStore",
    ROOT + ".providers.ProviderIntakeBuilder",
    ROOT + ".http.WebhookVerifier",
    ROOT + ".http.internal.SignedSender$Builder"
  };

  private static final JavaClasses PUBLISHED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/dev/sessionlifecycle/verification/"))
          .withImportOption(location -> !location.contains("/dev/sessionlifecycle/benchmarks/"))
          .importPackages(ROOT);

  /**
   * The cycles that exist, which may only become fewer. The API makes its implementation, which
   * implements the API.
   */
  private static final Set<Set<String>> FROZEN_CYCLES =
      Set.of(Set.of(ROOT, ROOT + ".internal.sessions", ROOT + ".internal.housekeeping"));

  private static final JavaClasses SAMPLES = new ClassFileImporter().importPackages(BAD);

  private final Architecture rules = new Architecture(ROOT);
  private final Architecture badRules = new Architecture(BAD);

  @Test
  void all_published_modules_are_checked() {
    assertThat(PUBLISHED)
        .extracting(
            type ->
                Module.owning(
                    type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "")))
        .contains(Module.FINALIZE_SPI);
  }

  @Test
  void modules_depend_only_on_the_modules_they_may_use() {
    rules.arrows_between_modules().check(PUBLISHED);
    reports(badRules.arrows_between_modules(), "UsesSql");
    reports(badRules.arrows_between_modules(), "UsesTheStore");
  }

  @Test
  void internal_packages_are_used_only_by_their_module() {
    rules.internal_stays_in_its_module().check(PUBLISHED);
    reports(badRules.internal_stays_in_its_module(), "UsesInternal");
    reports(badRules.internal_stays_in_its_module(), "UsesSharedInternal");
  }

  @Test
  void there_is_no_mutable_static_state() {
    rules.no_mutable_static_state().check(PUBLISHED);
    reports(badRules.no_mutable_static_state(), "MutableStatic.counter");
  }

  @Test
  void nothing_is_named_finalize() {
    rules.nothing_is_named_finalize().check(PUBLISHED);
    reports(badRules.nothing_is_named_finalize(), "NamedFinalize.finalize");
  }

  @Test
  void no_class_reads_the_system_clock() {
    rules.time_comes_from_the_injected_clock(DEFAULTS).check(PUBLISHED);
    reports(badRules.time_comes_from_the_injected_clock(), "AsksTheTime");
  }

  @Test
  void every_package_is_null_marked() {
    rules.packages_are_null_marked().check(PUBLISHED);
    reports(badRules.packages_are_null_marked(), "NotMarked");
  }

  @Test
  void packages_form_no_cycles_but_the_frozen_ones() {
    assertThat(PackageCycles.in(PUBLISHED)).isEqualTo(FROZEN_CYCLES);
  }

  @Test
  void a_cycle_between_packages_is_reported() {
    assertThat(PackageCycles.in(SAMPLES))
        .contains(Set.of(BAD + ".cycle.one", BAD + ".cycle.other"));
  }

  private static void reports(ArchRule rule, String sample) {
    var result = rule.evaluate(SAMPLES);
    assertThat(result.getFailureReport().getDetails()).anyMatch(line -> line.contains(sample));
  }
}
