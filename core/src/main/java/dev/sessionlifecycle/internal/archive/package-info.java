/** Sessions as self-contained JSON documents. */
@NullMarked
package dev.sessionlifecycle.internal.archive;

import org.jspecify.annotations.NullMarked;
