/**
 * Routines for JSON, texts and files that this module's siblings share: the core, the runtime, the
 * stores and the steps. Not for use outside the library.
 */
@NullMarked
package dev.sessionlifecycle.finalize.internal;

import org.jspecify.annotations.NullMarked;
