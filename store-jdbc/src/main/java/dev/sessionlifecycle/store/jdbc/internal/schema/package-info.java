/** The schema: its versions, and the partitions of months. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.schema;

import org.jspecify.annotations.NullMarked;
