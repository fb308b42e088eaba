/** Sessions as self-contained JSON documents. */
@NullMarked
package dev.sessionlifecycle.retention;

import org.jspecify.annotations.NullMarked;
