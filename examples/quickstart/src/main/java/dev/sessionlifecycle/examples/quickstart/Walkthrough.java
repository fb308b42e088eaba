package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.FinalizeChain;
import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleException;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.steps.memory.JsonLinesMemorySink;
import dev.sessionlifecycle.steps.memory.MemorySyncStep;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The whole way of the conversations of an input, and the report at its end. */
final class Walkthrough {
  private final Screen screen;
  private final Options options;
  private final Input input;
  private final Ids ids;
  private final Path memories = Places.home().resolve("memories.jsonl");
  private final List<BadLine> bad = new ArrayList<>();
  private final List<UUID> played = new ArrayList<>();

  Walkthrough(Screen screen, Options options) {
    this.screen = screen;
    this.options = options;
    this.input = new Input(options.input());
    this.ids = Ids.of(input);
  }

  /** Whether all went well. */
  boolean run() throws IOException, SQLException, UsageException {
    int conversations = count();
    try (Ledger ledger = Ledger.of(options.acknowledgements());
        Database database = Database.open(options.database());
        SessionLifecycle lifecycle = lifecycle(database, ledger)) {
      OrganizationSessions sessions = lifecycle.organization(ids.organization());
      boolean known = !sessions.list(SessionFilter.all(), null, 1).items().isEmpty();
      introduce(database, conversations, known);
      Player player = new Player(sessions, ids, new Reasons(), ledger, InstantSource.system());
      try (Finishing finishing = Finishing.start(lifecycle.finalizer())) {
        play(player, conversations);
        finishing.await(screen, played.size());
      }
      Review review = review(sessions);
      review.audit().check(Ledger.read(options.acknowledgements()));
      List<String> pieces = input.isSample() ? PersonalData.ofSample() : List.of();
      PersonalDataSearch.Result search =
          pieces.isEmpty()
              ? null
              : PersonalDataSearch.search(database.pool(), pieces)
                  .and(PersonalDataSearch.search(memories, pieces));
      Report report = new Report(screen, review, bad, player.race(played), search, pieces.size());
      report.print(database, memories);
      report.parked(lifecycle.finalizer().parked(ids.organization()));
      return report.figures();
    }
  }

  private int count() throws IOException {
    int[] good = new int[1];
    input.read(conversation -> good[0]++, bad::add);
    return good[0];
  }

  private SessionLifecycle lifecycle(Database database, Ledger ledger) {
    return SessionLifecycle.builder(database.store())
        .finalizeWith(
            FinalizeChain.first(ScrubStep.standard())
                .then(
                    SummarizeStep.extractive(),
                    MemorySyncStep.to(JsonLinesMemorySink.at(memories))))
        .finalizerListener(new FinishedChains(ids.organization(), ledger))
        .retention(
            RetentionPolicy.keepFor(Duration.ofDays(90))
                .outcome(OutcomeCategory.RESOLVED, Duration.ofDays(30))
                .outcome(OutcomeCategory.UNREACHED, Duration.ofDays(7))
                .outcome(OutcomeCategory.ESCALATED, Duration.ofDays(365)))
        .build();
  }

  private void introduce(Database database, int conversations, boolean known) {
    screen.blank();
    screen.line(" " + screen.style(Style.BOLD, "Session Lifecycle") + " · quickstart");
    screen.blank();
    screen.fact(
        "input",
        conversations + " conversations of " + (input.isSample() ? "the sample" : input.name()));
    screen.fact("database", database.shown());
    screen.fact("", known ? "has sessions of this input: resuming what is unfinished" : "new");
    screen.blank();
  }

  private void play(Player player, int conversations) throws IOException {
    Progress progress = new Progress(screen, "open, talk, end", conversations);
    Set<UUID> failed = new HashSet<>();
    input.read(
        conversation -> {
          progress.at(played.size() + failed.size());
          try {
            played.add(player.play(conversation));
          } catch (InvalidInputException | SessionConflictException e) {
            failed.add(ids.session(conversation));
            bad.add(new BadLine(conversation.line(), reason(e)));
          }
        },
        line -> {});
    progress.finish(played.size() + failed.size());
  }

  private static String reason(SessionLifecycleException e) {
    return e.code() + ": " + e.getMessage();
  }

  private Review review(OrganizationSessions sessions) throws IOException {
    Review review = new Review(sessions);
    Set<UUID> mine = new HashSet<>(played);
    input.read(
        conversation -> {
          UUID id = ids.session(conversation);
          if (mine.contains(id)) {
            review.look(id, conversation);
          }
        },
        line -> {});
    return review;
  }
}
