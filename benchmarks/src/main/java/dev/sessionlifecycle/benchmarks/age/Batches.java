package dev.sessionlifecycle.benchmarks.age;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Sessions from their opening to their end, a hundred at a time. */
final class Batches {
  static final int SIZE = 100;
  static final FinalizeChain CHAIN =
      FinalizeChain.first(step("scrub")).then(step("summarize")).then(step("sync"));

  /** How many sessions of a batch are ended one by one, and timed. */
  private static final int TIMED = 10;

  private Batches() {}

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  /**
   * Opens sessions, appends two messages to each and ends them.
   *
   * @param took gets the nanoseconds of each end that was made alone
   */
  static void run(OrganizationSessions organization, LongConsumer took) {
    List<UUID> ids = new ArrayList<>();
    List<SessionMessages> messages = new ArrayList<>();
    for (BulkResult<OpenResult> opened :
        organization
            .bulk()
            .open(Collections.nCopies(SIZE, SessionRequest.on("chat", UUID.randomUUID())))) {
      UUID id = opened.orThrow().session().id();
      ids.add(id);
      messages.add(
          new SessionMessages(
              id,
              List.of(
                  Message.fromUser("Where is my order? It was to be here yesterday."),
                  Message.fromAgent("It is on its way, and will be with you on Friday."))));
    }
    organization.bulk().append(messages).forEach(BulkResult::orThrow);
    organization
        .bulk()
        .close(ids.subList(TIMED, SIZE), EndRequest.reported("resolved"))
        .forEach(BulkResult::orThrow);
    for (UUID id : ids.subList(0, TIMED)) {
      long before = System.nanoTime();
      organization.close(id, "resolved");
      took.accept(System.nanoTime() - before);
    }
  }
}
