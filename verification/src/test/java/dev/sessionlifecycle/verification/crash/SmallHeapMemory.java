package dev.sessionlifecycle.verification.crash;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.steps.memory.JsonLinesMemorySink;
import dev.sessionlifecycle.steps.memory.MemoryRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds memories to a file that has very many. */
final class SmallHeapMemory {
  private SmallHeapMemory() {}

  /** Runs the process. Arguments: the file, and the keys to add. */
  public static void main(String[] args) throws Exception {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(Path.of(args[0]));
    for (String key : List.of(args).subList(1, args.length)) {
      sink.put(
          new MemoryRecord(
              key,
              UUID.randomUUID(),
              UUID.randomUUID(),
              UUID.randomUUID(),
              "chat",
              TerminationReason.AGENT_INITIATED,
              OutcomeCategory.RESOLVED,
              Instant.EPOCH,
              Instant.EPOCH,
              null,
              null,
              Map.of(),
              List.of()));
      System.out.println("stored " + key);
    }
  }
}
