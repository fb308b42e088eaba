/** Operations that take one statement on PostgreSQL. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.postgres;

import org.jspecify.annotations.NullMarked;
