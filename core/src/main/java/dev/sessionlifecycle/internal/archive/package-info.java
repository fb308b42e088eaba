/** Sessions as self-contained JSON documents, and the little JSON that this takes. */
@NullMarked
package dev.sessionlifecycle.internal.archive;

import org.jspecify.annotations.NullMarked;
