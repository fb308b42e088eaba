/** Statements from resource files, and how the databases differ. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.sql;

import org.jspecify.annotations.NullMarked;
