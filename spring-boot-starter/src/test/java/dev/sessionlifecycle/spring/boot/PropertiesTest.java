package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.micrometer.SessionLifecycleMetrics;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.opentelemetry.SessionTracing;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Every option of the library is a property or a bean, with the default of the library. */
class PropertiesTest {
  /** What is set by a bean, or in code alone. */
  private static final String BEAN = "bean";

  private static final String CODE = "SessionLifecycleBuilderCustomizer";

  /** How each option of the library is set: a property, a bean, or code. */
  private static final Map<String, String> OPTIONS =
      new TreeMap<>(
          Map.ofEntries(
              entry("SessionLifecycle.retention", "retention.keep"),
              entry("SessionLifecycle.timeLimits", "time-limits.idle"),
              entry("SessionLifecycle.limits", "limits.message-bytes"),
              entry("SessionLifecycle.clock", BEAN),
              entry("SessionLifecycle.ids", CODE),
              entry("SessionLifecycle.traceParent", BEAN),
              entry("SessionLifecycle.listener", BEAN),
              entry("SessionLifecycle.finalizeWith", BEAN),
              entry("SessionLifecycle.inputScrubber", BEAN),
              entry("SessionLifecycle.scrubHoldsAndReceipts", "scrub-holds-and-receipts"),
              entry("SessionLifecycle.finalizerListener", BEAN),
              entry("SessionLifecycle.housekeepingListener", BEAN),
              entry("SessionLifecycle.orphanPolicy", BEAN),
              entry("SessionLifecycle.archive", "retention.archive-directory"),
              entry("SessionLifecycle.recordings", BEAN),
              entry("SessionLifecycle.endUserEraser", BEAN),
              entry("SessionLifecycle.afterCallWork", "after-call-work"),
              entry("SessionLifecycle.combineWriters", "combine-writers"),
              entry("SessionLifecycle.endListener", BEAN),
              entry("SessionLifecycle.attemptListener", BEAN),
              entry("SessionLifecycle.housekeeping", "housekeeping.every"),
              entry("Store.lockTimeout", "store.lock-timeout"),
              entry("Store.statementTimeout", "store.statement-timeout"),
              entry("Store.socketTimeout", "store.socket-timeout"),
              entry("Store.prepareThreshold", "store.prepare-threshold"),
              entry("Store.schemaMode", "store.schema-mode"),
              entry("Store.tableLayout", "store.table-layout"),
              entry("Store.clock", BEAN),
              entry("Store.schema", "store.schema"),
              entry("Store.tablePrefix", "store.table-prefix"),
              entry("Store.externalIdSecret", "store.external-id-secret"),
              entry("Store.readOnly", "store.read-only"),
              entry("Finalizer.threads", "finalizer.threads"),
              entry("Finalizer.executor", BEAN),
              entry("Finalizer.spareThreads", "finalizer.spare-threads"),
              entry("Finalizer.steps", "finalizer.step-defaults.attempts"),
              entry("Finalizer.step", "finalizer.steps"),
              entry("Finalizer.lease", "finalizer.lease"),
              entry("Finalizer.claimBatch", "finalizer.claim-batch"),
              entry("Finalizer.organizationShare", "finalizer.organization-share"),
              entry("Finalizer.settleBatch", "finalizer.settle-batch"),
              entry("Finalizer.settleFlush", "finalizer.settle-flush"),
              entry("Finalizer.poll", "finalizer.min-poll"),
              entry("Finalizer.stop", "finalizer.stop"),
              entry("RetentionPolicy.withOutcome", "retention.outcome"),
              entry("RetentionPolicy.withChannel", "retention.channel"),
              entry("RetentionPolicy.withSessionType", "retention.session-type"),
              entry("RetentionPolicy.with", BEAN),
              entry("RetentionPolicy.thenAnonymize", "retention.disposal"),
              entry("RetentionPolicy.withArchiveAfter", "retention.archive-after"),
              entry("RetentionPolicy.withAnonymizeAfter", "retention.anonymize-after"),
              entry("RetentionPolicy.withPurgeParkedAfter", "retention.purge-parked-after"),
              entry("TimeLimits.withAge", "time-limits.age"),
              entry("TimeLimits.withIdle", "time-limits.idle-by-channel"),
              entry("TimeLimits.withWarnBefore", "time-limits.warn-before"),
              entry("Metrics.tags", BEAN),
              entry("Metrics.channels", "metrics.channels"),
              entry("Metrics.organizations", "metrics.organizations"),
              entry("Metrics.reasonMappings", BEAN),
              entry("Metrics.refresh", "metrics.refresh"),
              entry("Metrics.clock", BEAN),
              entry("Tracing.sessionIds", BEAN),
              entry("Tracing.organizationIds", "tracing.organization-ids"),
              entry("Tracing.linkAsParent", "tracing.link-as-parent"),
              entry("Tracing.channels", "tracing.channels"),
              entry("Tracing.triggeredBy", "tracing.triggered-by")));

  private final Set<String> names =
      Metadata.properties().stream()
          .map(it -> it.name().substring("session-lifecycle.".length()))
          .collect(Collectors.toCollection(TreeSet::new));

  private static Stream<String> builds(String prefix, Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(Method::getName)
        .map(name -> prefix + "." + name);
  }

  @Test
  void every_option_of_a_builder_is_a_property_or_a_bean() {
    Set<String> options =
        Stream.of(
                builds("SessionLifecycle", SessionLifecycleBuilder.class),
                builds("Store", JdbcSessionStoreBuilder.class),
                builds("Finalizer", FinalizerOptions.Builder.class),
                builds("RetentionPolicy", RetentionPolicy.class),
                builds("TimeLimits", TimeLimits.class),
                builds("Metrics", SessionLifecycleMetrics.Builder.class),
                builds("Tracing", SessionTracing.Builder.class))
            .flatMap(it -> it)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(OPTIONS.keySet()).isEqualTo(options);
    assertThat(OPTIONS.values())
        .filteredOn(how -> !how.equals(BEAN) && !how.equals(CODE))
        .allMatch(names::contains);
  }

  @Test
  void every_component_of_an_option_record_is_a_property() {
    assertThat(names).containsAll(components("finalizer.step-defaults.", StepOptions.class));
    assertThat(names).containsAll(components("housekeeping.", HousekeepingOptions.class));
    assertThat(names).containsAll(components("limits.", Limits.class));
  }

  private static Set<String> components(String prefix, Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> prefix + name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void every_property_has_a_description() {
    assertThat(Metadata.properties())
        .hasSizeGreaterThan(60)
        .allSatisfy(
            property ->
                assertThat(property.description()).as(property.name()).isNotBlank().endsWith("."));
  }

  @Test
  void defaults_are_those_of_the_library() {
    SessionLifecycleProperties defaults = bind(Map.of());
    FinalizerOptions options = defaults.finalizer().toOptions().build();
    FinalizerOptions library = FinalizerOptions.defaults();
    assertThat(options.step("any")).isEqualTo(library.step("any"));
    assertThat(options)
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(StepOptions.class)
        .isEqualTo(library);
    assertThat(defaults.housekeeping().toOptions()).isEqualTo(HousekeepingOptions.defaults());
    assertThat(defaults.limits().toLimits()).isEqualTo(Limits.defaults());
    assertThat(defaults.retention().toPolicy()).isEqualTo(RetentionPolicy.forEver());
    assertThat(defaults.timeLimits().toLimits().rules()).isEqualTo(TimeLimits.defaults().rules());
    assertThat(defaults.timeLimits().toLimits().warnBefore()).isZero();
    assertThat(defaults.afterCallWork()).isEqualTo(Duration.ofHours(24));
    assertThat(defaults.store().tablePrefix()).isEqualTo("sl_");
    assertThat(defaults.store().tableLayout()).isEqualTo(TableLayout.PLAIN);
  }

  @Test
  void values_reach_the_options_of_the_library() {
    SessionLifecycleProperties set =
        bind(
            Map.ofEntries(
                entry("finalizer.threads", "9"),
                entry("finalizer.step-defaults.attempts", "3"),
                entry("finalizer.step-defaults.timeout", "2m"),
                entry("finalizer.steps.crm.timeout", "7s"),
                entry("finalizer.steps.crm.max-concurrent", "2"),
                entry("housekeeping.purge-share", "50"),
                entry("limits.page-size", "50"),
                entry("time-limits.idle", "1h"),
                entry("time-limits.idle-by-channel.voice", "20s"),
                entry("time-limits.age.waiting-for-human", "2d"),
                entry("time-limits.active-by-channel.voice", "1h"),
                entry("time-limits.warn-before", "10s"),
                entry("retention.keep", "90d"),
                entry("retention.outcome.resolved", "30d"),
                entry("retention.channel.voice", "10d"),
                entry("retention.session-type.test", "1d"),
                entry("retention.disposal", "anonymize"),
                entry("retention.archive-after", "5d"),
                entry("retention.anonymize-after", "6d"),
                entry("retention.purge-parked-after", "7d")));
    FinalizerOptions options = set.finalizer().toOptions().build();
    assertThat(options.threads()).isEqualTo(9);
    assertThat(options.step("any"))
        .isEqualTo(StepOptions.defaults().withAttempts(3).withTimeout(Duration.ofMinutes(2)));
    assertThat(options.step("crm"))
        .isEqualTo(
            StepOptions.defaults()
                .withAttempts(3)
                .withTimeout(Duration.ofSeconds(7))
                .withMaxConcurrent(2));
    assertThat(set.housekeeping().toOptions().purgeShare()).isEqualTo(50);
    assertThat(set.limits().toLimits().pageSize()).isEqualTo(50);
    assertThat(set.timeLimits().toLimits().rules())
        .isEqualTo(
            TimeLimits.defaults()
                .withIdle(Duration.ofHours(1))
                .withIdle("voice", Duration.ofSeconds(20))
                .withAge(SessionStatus.WAITING_FOR_HUMAN, Duration.ofDays(2))
                .withAge(SessionStatus.ACTIVE, "voice", Duration.ofHours(1))
                .rules());
    assertThat(set.timeLimits().toLimits().warnBefore()).isEqualTo(Duration.ofSeconds(10));
    RetentionPolicy policy = set.retention().toPolicy();
    assertThat(policy)
        .isEqualTo(
            RetentionPolicy.keepFor(Duration.ofDays(90))
                .withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(30))
                .withChannel("voice", Duration.ofDays(10))
                .withSessionType(SessionType.TEST, Duration.ofDays(1))
                .thenAnonymize()
                .withArchiveAfter(Duration.ofDays(5))
                .withAnonymizeAfter(Duration.ofDays(6))
                .withPurgeParkedAfter(Duration.ofDays(7)));
    assertThat(policy.disposal()).isEqualTo(Disposal.ANONYMIZE);
  }

  @Test
  void properties_show_no_secret() {
    assertThat(
            bind(Map.of(
                    "store.password", "canary-1",
                    "store.external-id-secret", "canary-2",
                    "store.url", "jdbc:postgresql://canary-3"))
                .toString())
        .doesNotContain("canary");
  }

  private static SessionLifecycleProperties bind(Map<String, String> values) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    values.forEach((name, value) -> source.put("session-lifecycle." + name, value));
    return new Binder(source).bindOrCreate("session-lifecycle", SessionLifecycleProperties.class);
  }
}
