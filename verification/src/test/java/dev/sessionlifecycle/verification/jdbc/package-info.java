/** What the JDBC store has beyond other stores: schema, data sources, the host's transactions. */
@NullMarked
package dev.sessionlifecycle.verification.jdbc;

import org.jspecify.annotations.NullMarked;
