/** Transactions of the store, its own or joined to one of the host, and what their errors mean. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.tx;

import org.jspecify.annotations.NullMarked;
