/**
 * The store's transactions, its own or joined to the host's, and the meaning of database errors.
 */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.tx;

import org.jspecify.annotations.NullMarked;
