/**
 * JSON and text routines that this module's siblings share: the core and the ready-made steps. Not
 * for use outside the library.
 */
@NullMarked
package dev.sessionlifecycle.finalize.internal;

import org.jspecify.annotations.NullMarked;
