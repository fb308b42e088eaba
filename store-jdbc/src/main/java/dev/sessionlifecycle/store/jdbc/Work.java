package dev.sessionlifecycle.store.jdbc;

/** Something to be done on a connection. */
@FunctionalInterface
interface Work<T> {
  T in(Tx tx);
}
