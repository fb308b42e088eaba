/** A session store on PostgreSQL and H2. */
@SuppressWarnings("requires-transitive-automatic") // Jdbi, whose handles can be joined, is one
module dev.sessionlifecycle.store.jdbc {
  requires transitive dev.sessionlifecycle.core;
  requires transitive java.sql;
  requires transitive org.jdbi.v3.core; // automatic module, named in its manifest
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires io.leangen.geantyref; // Jdbi needs it and, being automatic, cannot say so
  requires org.slf4j;
  // For pools of the store's own. A host on the module path adds the one that it has.
  requires static com.h2database;
  requires static com.zaxxer.hikari;
  requires static org.postgresql.jdbc;

  exports dev.sessionlifecycle.store.jdbc;
}
