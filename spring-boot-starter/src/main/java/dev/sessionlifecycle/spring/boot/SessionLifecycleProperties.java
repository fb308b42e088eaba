package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties. Their defaults are those of the library; their bounds are checked by the library
 * when what they describe is built.
 *
 * @param enabled Whether a session lifecycle is configured at all.
 * @param chain Which steps run after the end of a session, unless a FinalizeChain bean says so.
 * @param afterCallWork How long after its end a session takes a disposition and reports of usage.
 * @param combineWriters How many statements with the writes of many callers are under way at a
 *     time, unless the number that suits the store; 0 sends each by itself.
 * @param scrubHoldsAndReceipts Whether the texts of holds and erasures are scrubbed as well.
 */
@ConfigurationProperties("session-lifecycle")
record SessionLifecycleProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("none") Chain chain,
    @DefaultValue("24h") Duration afterCallWork,
    @Nullable Integer combineWriters,
    @DefaultValue("false") boolean scrubHoldsAndReceipts,
    @DefaultValue Store store,
    @DefaultValue Finalizer finalizer,
    @DefaultValue Housekeeping housekeeping,
    @DefaultValue TimeLimitOptions timeLimits,
    @DefaultValue Limits limits,
    @DefaultValue Retention retention,
    @DefaultValue Transactions transactions,
    @DefaultValue Events events,
    @DefaultValue Health health,
    @DefaultValue Metrics metrics,
    @DefaultValue Tracing tracing) {

  /** Which steps run after the end of a session. */
  enum Chain {
    /** Those of the chain that is current in the store; none if there is none. */
    NONE,
    /** Scrub, then an extractive summary; needs session-lifecycle-finalize-steps. */
    STANDARD
  }

  /** Whether threads are started. */
  enum Mode {
    /** On threads of this process. */
    THREADS,
    /** Not in this process, or by the application's own scheduler. */
    OFF
  }

  /** Whether calls join transactions of Spring. */
  enum Join {
    /** Where the transaction is on the data source of the store. */
    AUTO,
    /** Never: each call has a transaction of its own. */
    NEVER
  }

  /**
   * Where sessions are stored.
   *
   * @param type Where sessions are stored.
   * @param datasource Name of the DataSource bean, if there are several and none is marked.
   * @param schema Database schema of the tables; that of the connection unless set.
   * @param tablePrefix Prefix of the names of all tables and indexes.
   * @param tableLayout Layout of the tables when they are created; partitioned needs PostgreSQL.
   * @param schemaMode Whether the schema is checked or migrated. Unless set, the schema of an
   *     embedded database is migrated and any other is validated.
   * @param readOnly Whether the store only reads, such as from a standby. Nothing runs in the
   *     background then.
   * @param externalIdSecret Secret in Base64 under which external ids are looked up; at least 16
   *     bytes, and the same for ever.
   * @param path File of an H2 database of the store's own, without its extension.
   * @param url JDBC URL of a PostgreSQL that the store connects to with a pool of its own.
   * @param username User for the URL.
   * @param password Password for the URL.
   * @param lockTimeout How long the store's own connections wait for a lock; 10 s unless set.
   * @param statementTimeout How long a statement may run on the store's own connections; as the
   *     server has it unless set.
   * @param socketTimeout How long the store's own connections wait for a response; 60 s unless set.
   * @param prepareThreshold How often a statement runs on one of the store's own connections before
   *     the server keeps its plan; 5 unless set, 0 behind a pooler of transactions.
   */
  record Store(
      @DefaultValue("auto") StoreType type,
      @Nullable String datasource,
      @Nullable String schema,
      @DefaultValue("sl_") String tablePrefix,
      @DefaultValue("plain") TableLayout tableLayout,
      @Nullable SchemaMode schemaMode,
      @DefaultValue("false") boolean readOnly,
      @Nullable String externalIdSecret,
      @DefaultValue("./sessions") String path,
      @Nullable String url,
      @DefaultValue("") String username,
      @DefaultValue("") String password,
      @Nullable Duration lockTimeout,
      @Nullable Duration statementTimeout,
      @Nullable Duration socketTimeout,
      @Nullable Integer prepareThreshold) {

    /** Names no password and no secret. */
    @Override
    public String toString() {
      return "Store[type=" + type + "]";
    }
  }

  /** Where sessions are stored. */
  enum StoreType {
    /** In the DataSource of the application if it has one, else in memory. */
    AUTO,
    /** In a DataSource of the application. */
    DATASOURCE,
    /** In an H2 database of the store's own, in a file. */
    H2,
    /** In a PostgreSQL, through a pool of the store's own. */
    POSTGRESQL,
    /** In memory: they are lost when the process ends. */
    MEMORY
  }

  /**
   * How the steps run.
   *
   * @param mode Whether this process runs the steps.
   * @param threads How many steps run at once.
   * @param spareThreads How many threads that hang in a step past its timeout are made up for.
   * @param lease For how long a chain is leased.
   * @param claimBatch How many chains are claimed at once.
   * @param organizationShare How many chains of one organization are claimed at once while others
   *     wait.
   * @param settleBatch How many outcomes are written at once.
   * @param settleFlush How long an outcome waits for others before it is written.
   * @param minPoll Shortest pause between looks for due work.
   * @param maxPoll Longest pause between looks for due work.
   * @param stop How long a stop waits for running steps.
   * @param stepDefaults How steps are run that have no options of their own.
   * @param steps Options by the name of a step; what is not set is taken from step-defaults.
   */
  record Finalizer(
      @DefaultValue("threads") Mode mode,
      @DefaultValue("4") int threads,
      @DefaultValue("4") int spareThreads,
      @DefaultValue("30s") Duration lease,
      @DefaultValue("100") int claimBatch,
      @DefaultValue("25") int organizationShare,
      @DefaultValue("100") int settleBatch,
      @DefaultValue("5ms") Duration settleFlush,
      @DefaultValue("50ms") Duration minPoll,
      @DefaultValue("1s") Duration maxPoll,
      @DefaultValue("30s") Duration stop,
      @DefaultValue StepDefaults stepDefaults,
      @DefaultValue Map<String, Step> steps) {

    FinalizerOptions.Builder toOptions() {
      FinalizerOptions.Builder options =
          FinalizerOptions.builder()
              .threads(threads)
              .spareThreads(spareThreads)
              .lease(lease)
              .claimBatch(claimBatch)
              .organizationShare(organizationShare)
              .settleBatch(settleBatch)
              .settleFlush(settleFlush)
              .poll(minPoll, maxPoll)
              .stop(stop)
              .steps(stepDefaults.toOptions());
      steps.forEach((name, step) -> options.step(name, step.toOptions(stepDefaults)));
      return options;
    }
  }

  /**
   * How steps are run.
   *
   * @param attempts How many attempts a step has before it is parked.
   * @param backoff Pause after the first failure, doubled after each further one.
   * @param maxBackoff Longest pause between attempts.
   * @param timeout How long an attempt may take before it counts as failed.
   * @param maxConcurrent How many attempts of a step run at once; unlimited unless set.
   */
  record StepDefaults(
      @DefaultValue("10") int attempts,
      @DefaultValue("1s") Duration backoff,
      @DefaultValue("1h") Duration maxBackoff,
      @DefaultValue("5m") Duration timeout,
      @Nullable Integer maxConcurrent) {

    StepOptions toOptions() {
      return new StepOptions(
          attempts,
          backoff,
          maxBackoff,
          timeout,
          maxConcurrent == null ? Integer.MAX_VALUE : maxConcurrent);
    }
  }

  /**
   * How one step is run.
   *
   * @param attempts How many attempts it has before it is parked.
   * @param backoff Pause after the first failure, doubled after each further one.
   * @param maxBackoff Longest pause between attempts.
   * @param timeout How long an attempt may take before it counts as failed.
   * @param maxConcurrent How many attempts of it run at once.
   */
  record Step(
      @Nullable Integer attempts,
      @Nullable Duration backoff,
      @Nullable Duration maxBackoff,
      @Nullable Duration timeout,
      @Nullable Integer maxConcurrent) {

    StepOptions toOptions(StepDefaults defaults) {
      return new StepDefaults(
              attempts == null ? defaults.attempts : attempts,
              backoff == null ? defaults.backoff : backoff,
              maxBackoff == null ? defaults.maxBackoff : maxBackoff,
              timeout == null ? defaults.timeout : timeout,
              maxConcurrent == null ? defaults.maxConcurrent : maxConcurrent)
          .toOptions();
    }
  }

  /**
   * Time limits, crashed workers, retention.
   *
   * @param mode Whether this process does the housekeeping.
   * @param every How long it rests when nothing more is due.
   * @param batch Most sessions of a run.
   * @param postponeBlocked How long an ended session is left alone that a hold, an unfinished chain
   *     or the archive keeps.
   * @param purgeBatch Most sessions of one transaction that purges.
   * @param purgeTime How long such a transaction is to take.
   * @param purgeShare In how much of the time it may purge, in percent.
   */
  record Housekeeping(
      @DefaultValue("threads") Mode mode,
      @DefaultValue("5s") Duration every,
      @DefaultValue("1000") int batch,
      @DefaultValue("1h") Duration postponeBlocked,
      @DefaultValue("500") int purgeBatch,
      @DefaultValue("5ms") Duration purgeTime,
      @DefaultValue("20") int purgeShare) {

    HousekeepingOptions toOptions() {
      return new HousekeepingOptions(
          every, batch, postponeBlocked, purgeBatch, purgeTime, purgeShare);
    }
  }

  /**
   * How long sessions may stay as they are; zero for never ending them for it. A TimeLimits bean
   * takes the place of all of them.
   *
   * @param idle How long an active session may be idle, on a channel without a limit of its own.
   * @param idleByChannel How long an active session may be idle, by channel.
   * @param age How old a session of a live status may become, by status.
   * @param activeByChannel How old an active session may become, by channel.
   * @param warnBefore How long before a limit passes it is announced; zero for no announcements.
   */
  record TimeLimitOptions(
      @Nullable Duration idle,
      @DefaultValue Map<String, Duration> idleByChannel,
      @DefaultValue Map<SessionStatus, Duration> age,
      @DefaultValue Map<String, Duration> activeByChannel,
      @DefaultValue("0s") Duration warnBefore) {

    TimeLimits toLimits() {
      TimeLimits limits = TimeLimits.defaults().withWarnBefore(warnBefore);
      if (idle != null) {
        limits = limits.withIdle(idle);
      }
      for (Map.Entry<String, Duration> entry : idleByChannel.entrySet()) {
        limits = limits.withIdle(entry.getKey(), entry.getValue());
      }
      for (Map.Entry<SessionStatus, Duration> entry : age.entrySet()) {
        limits = limits.withAge(entry.getKey(), entry.getValue());
      }
      for (Map.Entry<String, Duration> entry : activeByChannel.entrySet()) {
        limits = limits.withAge(SessionStatus.ACTIVE, entry.getKey(), entry.getValue());
      }
      return limits;
    }
  }

  /**
   * The bounds of what callers may give. A Limits bean takes the place of all of them.
   *
   * @param messageBytes Largest text of a message.
   * @param messagesPerAppend Most messages of one append.
   * @param jsonBytes Largest metadata, and largest context variables.
   * @param jsonDepth Deepest nesting of these.
   * @param subjectLength Longest subject.
   * @param summaryBytes Largest summary.
   * @param pageSize Largest page.
   * @param messagesPerSession Most messages of a session.
   * @param bytesPerSession Most bytes of text that the messages of a session have together.
   * @param transcriptBytes Largest transcript that a step is given whole.
   */
  record Limits(
      @DefaultValue("65536") int messageBytes,
      @DefaultValue("1000") int messagesPerAppend,
      @DefaultValue("65536") int jsonBytes,
      @DefaultValue("16") int jsonDepth,
      @DefaultValue("500") int subjectLength,
      @DefaultValue("16384") int summaryBytes,
      @DefaultValue("500") int pageSize,
      @DefaultValue("100000") int messagesPerSession,
      @DefaultValue("134217728") long bytesPerSession,
      @DefaultValue("8388608") int transcriptBytes) {

    dev.sessionlifecycle.session.Limits toLimits() {
      return new dev.sessionlifecycle.session.Limits(
          messageBytes,
          messagesPerAppend,
          jsonBytes,
          jsonDepth,
          subjectLength,
          summaryBytes,
          pageSize,
          messagesPerSession,
          bytesPerSession,
          transcriptBytes);
    }
  }

  /**
   * How long ended sessions are kept. A RetentionPolicy bean takes the place of all of them.
   *
   * @param keep How long ended sessions are kept; for ever unless set.
   * @param outcome How long they are kept, by outcome.
   * @param channel How long they are kept, by channel.
   * @param sessionType How long they are kept, by type of session.
   * @param disposal What becomes of sessions that were kept long enough.
   * @param archiveAfter How long after their end sessions are archived; never unless set.
   * @param anonymizeAfter How long after their end sessions are anonymized that are kept for
   *     longer; never unless set.
   * @param purgeParkedAfter How long after its end a session with a parked chain may be purged;
   *     never unless set.
   * @param archiveDirectory Directory of an archive in files, unless a SessionArchive bean is
   *     there.
   */
  record Retention(
      @Nullable Duration keep,
      @DefaultValue Map<OutcomeCategory, Duration> outcome,
      @DefaultValue Map<String, Duration> channel,
      @DefaultValue Map<SessionType, Duration> sessionType,
      @DefaultValue("purge") Disposal disposal,
      @Nullable Duration archiveAfter,
      @Nullable Duration anonymizeAfter,
      @Nullable Duration purgeParkedAfter,
      @Nullable Path archiveDirectory) {

    RetentionPolicy toPolicy() {
      RetentionPolicy policy =
          keep == null ? RetentionPolicy.forEver() : RetentionPolicy.keepFor(keep);
      for (Map.Entry<OutcomeCategory, Duration> entry : outcome.entrySet()) {
        policy = policy.withOutcome(entry.getKey(), entry.getValue());
      }
      for (Map.Entry<String, Duration> entry : channel.entrySet()) {
        policy = policy.withChannel(entry.getKey(), entry.getValue());
      }
      for (Map.Entry<SessionType, Duration> entry : sessionType.entrySet()) {
        policy = policy.withSessionType(entry.getKey(), entry.getValue());
      }
      policy = disposal == Disposal.ANONYMIZE ? policy.thenAnonymize() : policy;
      policy = archiveAfter == null ? policy : policy.withArchiveAfter(archiveAfter);
      policy = anonymizeAfter == null ? policy : policy.withAnonymizeAfter(anonymizeAfter);
      return purgeParkedAfter == null ? policy : policy.withPurgeParkedAfter(purgeParkedAfter);
    }
  }

  /**
   * Transactions of the application.
   *
   * @param join Whether calls join the transaction of their thread.
   */
  record Transactions(@DefaultValue("auto") Join join) {}

  /**
   * Application events.
   *
   * @param publish Whether SessionEndedEvent and SessionFinalizedEvent are published.
   */
  record Events(@DefaultValue("false") boolean publish) {}

  /**
   * Health.
   *
   * @param oldestDue How long the oldest due chain may wait before the health is out of service.
   * @param parked How many chains may be parked before the health is out of service; any number
   *     unless set.
   * @param refresh How long counts are kept before the store is asked again.
   */
  record Health(
      @DefaultValue("15m") Duration oldestDue,
      @Nullable Long parked,
      @DefaultValue("5s") Duration refresh) {}

  /**
   * Metrics, where the application has a registry of Micrometer. A SessionLifecycleMetrics bean
   * takes the place of all of them but enabled.
   *
   * @param enabled Whether meters are made.
   * @param refresh How long what was read from the store serves the gauges.
   * @param channels Channels with a value of their own as a tag, 20 at most; those that the library
   *     knows unless set.
   * @param organizations How many organizations have a value of their own as a tag, their id.
   */
  record Metrics(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("15s") Duration refresh,
      @DefaultValue List<String> channels,
      @DefaultValue("0") int organizations) {}

  /**
   * Traces, where the application has an OpenTelemetry bean. A SessionTracing bean takes the place
   * of all of them but enabled.
   *
   * @param enabled Whether spans and events are reported.
   * @param linkAsParent Whether the end of a session is the parent of the attempts at its steps,
   *     instead of a link.
   * @param organizationIds Whether the ids of organizations are exported.
   * @param channels Channels that are exported by name; those that the library knows unless set.
   * @param triggeredBy Values of triggered_by that are exported beside those that the library
   *     knows.
   */
  record Tracing(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("false") boolean linkAsParent,
      @DefaultValue("false") boolean organizationIds,
      @DefaultValue List<String> channels,
      @DefaultValue List<String> triggeredBy) {}
}
