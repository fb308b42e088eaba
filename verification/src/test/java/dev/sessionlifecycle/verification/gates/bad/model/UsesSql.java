package dev.sessionlifecycle.verification.gates.bad.model;

import java.sql.Connection;

/** A word that knows SQL. */
public interface UsesSql {
  Connection connection();
}
