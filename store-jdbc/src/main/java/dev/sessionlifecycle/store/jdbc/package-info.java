/** A session store on H2 and PostgreSQL. */
@NullMarked
package dev.sessionlifecycle.store.jdbc;

import org.jspecify.annotations.NullMarked;
