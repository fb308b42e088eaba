package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import org.postgresql.ds.PGSimpleDataSource;

/** The store of a campaign's process, on the library's own pool. */
final class CampaignStore {
  /**
   * Unencrypted, so that the proxy can read the protocol; dead connections are detected quickly.
   */
  private static final String OPTIONS =
      "&sslmode=disable&gssEncMode=disable&connectTimeout=5&socketTimeout=5&ApplicationName=";

  private static final String USER = "postgres";
  private static final long RETRY_MILLIS = 100;

  private CampaignStore() {}

  /** Returns a lifecycle on the store, waiting for the server as long as necessary. */
  static SessionLifecycle lifecycle(
      String url, String name, Tampering tampering, Orders orders, long seed) {
    while (true) {
      SessionStore store = null;
      try {
        store = open(url + OPTIONS + name, tampering);
        return SessionLifecycle.builder(store)
            .clock(orders.clock())
            .finalizeWith(CampaignChain.create(seed))
            .build();
      } catch (StoreException e) {
        if (store != null) {
          store.close();
        }
        if (orders.isStopped()) {
          throw e;
        }
        CampaignChain.spend(RETRY_MILLIS);
      }
    }
  }

  private static SessionStore open(String url, Tampering tampering) {
    SessionStore store = JdbcSessionStore.postgres(url, USER, "");
    if (tampering == Tampering.NONE) {
      return store;
    }
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    return TamperedStore.of(store, tampering, database);
  }
}
