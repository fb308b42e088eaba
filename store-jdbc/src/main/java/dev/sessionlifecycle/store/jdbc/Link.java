package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.StoreClock;
import java.sql.Connection;

/** A connection in use for plain statements, and the clock that they go by. */
record Link(Connection connection, StoreClock clock) {}
