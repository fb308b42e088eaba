/** Connections: pools, timeouts, and checks of a data source. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.connect;

import org.jspecify.annotations.NullMarked;
