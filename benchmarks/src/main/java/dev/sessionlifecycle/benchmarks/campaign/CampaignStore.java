package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import org.postgresql.ds.PGSimpleDataSource;

/** The store of a process of a campaign, on the library's own pool. */
final class CampaignStore {
  /** In plain text, so that the proxy can read along; a dead connection is noticed soon. */
  private static final String OPTIONS =
      "&sslmode=disable&gssEncMode=disable&connectTimeout=5&socketTimeout=5&ApplicationName=";

  private static final String USER = "postgres";
  private static final long RETRY_MILLIS = 100;

  private CampaignStore() {}

  /** A lifecycle on it, however long the server needs to come back. */
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
