/** Connections and the schema: pools, checks of a data source, migration. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.connect;

import org.jspecify.annotations.NullMarked;
