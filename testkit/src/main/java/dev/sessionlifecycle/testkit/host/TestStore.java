package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** A store for one test, in which time passes when the test says so, and which can be searched. */
public interface TestStore extends AutoCloseable {

  /** Creates an empty store in memory, whose clock runs from now on and can be advanced. */
  static TestStore memory() {
    return new MemoryTestStore();
  }

  /** Returns the store. */
  SessionStore store();

  /** Returns the business clock for a lifecycle on this store. */
  InstantSource clock();

  /**
   * Lets this time pass at once: what was due in an hour is due in an hour less this. Cut to
   * microseconds. Nothing may work on the store meanwhile.
   *
   * @param by 0 to 36,525 days
   */
  void advance(Duration by);

  /** Returns the organizations that have opened a session here. */
  Set<UUID> organizations();

  /**
   * Searches everything that the store keeps.
   *
   * @param text what to look for, in upper or lower case; not empty
   * @return where it is, such as {@code sl_message.body} or {@code messages}; empty if nowhere
   */
  Set<String> placesOf(String text);

  /** Returns the data source of a store on a database. */
  Optional<DataSource> dataSource();

  /** Closes what the store alone uses. */
  @Override
  void close();
}
