package dev.sessionlifecycle.verification.crash;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.errors.ArchivedSessionTooLargeException;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** Archives and purges the sessions in a PostgreSQL database, and erases an end user. */
final class SmallHeapKeeper {
  static final UUID ORGANIZATION = new UUID(16, 17);
  private static final Duration MONTH = Duration.ofDays(30);

  private SmallHeapKeeper() {}

  /** Opens a lifecycle that archives after a day; its clock is ahead by some time. */
  static SessionLifecycle open(String url, Path archive, Duration ahead) {
    InstantSource clock = InstantSource.offset(InstantSource.system(), ahead);
    return SessionLifecycle.builder(
            JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
                .schemaMode(SchemaMode.MIGRATE)
                .clock(StoreClock.of(clock))
                .build())
        .clock(clock)
        .archive(FileSessionArchive.in(archive))
        .retention(RetentionPolicy.keepFor(Duration.ofDays(7)).withArchiveAfter(Duration.ofDays(1)))
        .build();
  }

  /** Runs the process. Arguments: URL, folder of the archive, ids of an end user and a session. */
  public static void main(String[] args) {
    Path archive = Path.of(args[1]);
    try (SessionLifecycle lifecycle = open(args[0], archive, Duration.ofDays(2))) {
      HousekeepingReport report = lifecycle.housekeeping().runDue(100);
      System.out.println("archived " + report.count(Done.ARCHIVED));
    }
    try (SessionLifecycle lifecycle = open(args[0], archive, MONTH)) {
      HousekeepingReport report = lifecycle.housekeeping().runDue(100);
      System.out.println("purged " + report.count(Done.PURGED));
      System.out.println(
          "erased "
              + lifecycle
                  .retention(ORGANIZATION)
                  .erase(UUID.fromString(args[2]), "privacy")
                  .archived());
      try {
        System.out.println(
            "read "
                + lifecycle.retention(ORGANIZATION).archived(UUID.fromString(args[3])).isPresent());
      } catch (ArchivedSessionTooLargeException e) {
        System.out.println("read " + e.code());
      }
    }
  }
}
