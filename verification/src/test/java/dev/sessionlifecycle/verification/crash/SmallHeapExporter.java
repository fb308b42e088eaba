package dev.sessionlifecycle.verification.crash;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.retention.ExportReport;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/** Exports an end user from a PostgreSQL database to a file. */
final class SmallHeapExporter {
  private SmallHeapExporter() {}

  /** Runs the process. Arguments: URL, id of the organization, id of the end user, file. */
  public static void main(String[] args) throws IOException {
    try (SessionLifecycle lifecycle =
            SessionLifecycle.builder(JdbcSessionStore.postgres(args[0], "postgres", "postgres"))
                .build();
        OutputStream out = new FileOutputStream(args[3])) {
      ExportReport report =
          lifecycle.retention(UUID.fromString(args[1])).export(UUID.fromString(args[2]), out);
      System.out.println("exported " + report.stored());
    }
  }
}
