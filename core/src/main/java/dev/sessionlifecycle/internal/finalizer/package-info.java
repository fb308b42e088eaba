/** The finalize engine: decides purely what a chain does next, and does it. */
@NullMarked
package dev.sessionlifecycle.internal.finalizer;

import org.jspecify.annotations.NullMarked;
