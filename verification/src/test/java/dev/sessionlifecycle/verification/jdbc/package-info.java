/** What the JDBC store adds to being a store: schema, data sources, the host's transactions. */
@NullMarked
package dev.sessionlifecycle.verification.jdbc;

import org.jspecify.annotations.NullMarked;
