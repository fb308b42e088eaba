package dev.sessionlifecycle.verification.gates.bad.model;

import java.sql.Connection;

/** A type of the model that knows SQL. */
public interface UsesSql {
  Connection connection();
}
