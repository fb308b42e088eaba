package dev.sessionlifecycle.examples.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.steps.memory.JsonLinesMemorySink;
import dev.sessionlifecycle.steps.memory.MemorySyncStep;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays conversations from a sample or a file: opens a session for each, appends its messages,
 * closes it, runs the finalize chain, and reports the result.
 */
public final class Demo {
  private static final Duration MAX_IDLE = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);

  private final Screen screen;
  private final Options options;
  private final ConversationFile input;
  private final List<ConversationFile.InvalidLine> invalid = new ArrayList<>();
  private final UUID organization;
  private final Set<UUID> played = new HashSet<>();

  private Demo(Screen screen, Options options) {
    this.screen = screen;
    this.options = options;
    this.input = new ConversationFile(options.input());
    this.organization = input.organization();
  }

  /** Runs the demo; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    int code = run(Screen.ofTerminal(), arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Returns the exit code. */
  static int run(Screen screen, String... arguments) {
    try {
      Options options = Options.parse(arguments);
      if (!options.help()) {
        return new Demo(screen, options).run() ? 0 : 1;
      }
      screen.line(Options.USAGE.stripTrailing());
      return 0;
    } catch (Options.UsageException e) {
      screen.line("demo: " + e.getMessage() + "\n\n" + Options.USAGE.stripTrailing());
    } catch (IOException | SQLException | SessionLifecycleException e) {
      // Completed work is stored; the next run on the same database continues from there.
      String message = TextWidth.printable(String.valueOf(e.getMessage()));
      screen.line("\n" + screen.style(Style.RED, "demo: " + message));
    }
    return 2;
  }

  private boolean run() throws IOException, SQLException, Options.UsageException {
    int[] conversations = new int[1];
    input.read(conversation -> conversations[0]++, invalid::add);
    Ledger ledger = Ledger.of(options.acknowledgements());
    try (HikariDataSource pool = options.openPool();
        SessionLifecycle lifecycle = lifecycle(pool, ledger)) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      introduce(conversations[0], sessions.list(SessionFilter.all(), null, 1).items().isEmpty());
      ConversationPlayer player =
          new ConversationPlayer(sessions, organization, ledger, InstantSource.system());
      // A short lease, so that the next run soon takes over chains claimed by a killed one.
      FinalizerOptions twoThreads =
          FinalizerOptions.builder().threads(2).lease(Duration.ofSeconds(2)).build();
      FinalizerRun run = lifecycle.finalizer().start(twoThreads);
      play(player, conversations[0]);
      awaitChains(lifecycle.finalizer());
      run.close();
      Audit audit = new Audit(sessions);
      input.read(
          conversation -> {
            UUID id = conversation.sessionId(organization);
            if (played.contains(id)) {
              audit.check(id, conversation);
            }
          },
          line -> {});
      audit.check(ledger);
      PersonalDataSearch search =
          PersonalDataSearch.run(
              pool, Options.MEMORIES, input.isSample() ? PersonalDataSearch.sample() : List.of());
      Report report = new Report(screen, audit, invalid, player.race(), search);
      report.print(options, lifecycle.finalizer().parked(organization));
      return report.printFigures();
    }
  }

  private SessionLifecycle lifecycle(HikariDataSource pool, Ledger ledger) {
    return SessionLifecycle.builder(
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
        .finalizeWith(
            FinalizeChain.first(ScrubStep.standard())
                .then(
                    SummarizeStep.extractive(),
                    MemorySyncStep.to(JsonLinesMemorySink.at(Options.MEMORIES))))
        .finalizerListener(
            event -> {
              if (event instanceof FinalizerEvent.ChainFinished finished
                  && finished.organizationId().equals(organization)) {
                ledger.write(Ledger.FINISHED, finished.sessionId(), "chain");
              }
            })
        .retention(
            RetentionPolicy.keepFor(Duration.ofDays(90))
                .withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(30))
                .withOutcome(OutcomeCategory.UNREACHED, Duration.ofDays(7))
                .withOutcome(OutcomeCategory.ESCALATED, Duration.ofDays(365)))
        .build();
  }

  private void introduce(int conversations, boolean isNew) {
    String source = input.isSample() ? "the sample" : input.name();
    screen.line("\n " + screen.style(Style.BOLD, "Session Lifecycle") + " · demo\n");
    screen.fact("input", conversations + " conversations of " + source);
    screen.fact("database", options.shownUrl());
    screen.fact("", isNew ? "new" : "has sessions of this input: resuming unfinished work");
    screen.line("");
  }

  private void play(ConversationPlayer player, int conversations) throws IOException {
    Progress progress = new Progress(screen, "open, talk, close", conversations);
    int[] done = new int[1];
    input.read(
        conversation -> {
          progress.show(done[0]++);
          try {
            played.add(player.play(conversation));
          } catch (InvalidInputException | SessionConflictException e) {
            String reason = e.code() + ": " + e.getMessage();
            invalid.add(new ConversationFile.InvalidLine(conversation.line(), reason));
          }
        },
        line -> {});
    progress.finish(done[0]);
  }

  /** Returns when no chain is left to run, or when nothing has changed for a minute. */
  private void awaitChains(Finalizer finalizer) {
    Progress progress = new Progress(screen, "finalize", played.size());
    long unfinished = Long.MAX_VALUE;
    long lastChange = System.nanoTime();
    while (unfinished > 0 && System.nanoTime() - lastChange < MAX_IDLE.toNanos()) {
      var snapshot = finalizer.snapshot();
      long now = snapshot.due() + snapshot.leased() + snapshot.waiting();
      if (now != unfinished) {
        unfinished = now;
        lastChange = System.nanoTime();
        progress.show((int) Math.max(0, played.size() - unfinished));
      }
      LockSupport.parkNanos(unfinished > 0 ? POLL_INTERVAL.toNanos() : 0);
    }
    progress.finish((int) Math.max(0, played.size() - unfinished));
  }
}
