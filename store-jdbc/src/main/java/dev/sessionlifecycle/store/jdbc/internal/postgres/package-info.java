/** What PostgreSQL does in one statement. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.postgres;

import org.jspecify.annotations.NullMarked;
