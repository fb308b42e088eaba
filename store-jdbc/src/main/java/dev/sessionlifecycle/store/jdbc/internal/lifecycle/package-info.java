/** The use cases of sessions, one class each, on any database. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
