/** Reading and writing the rows of one table each. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.row;

import org.jspecify.annotations.NullMarked;
