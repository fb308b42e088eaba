/** The API for authors of finalize steps: what a step gets, and what it may return. */
@NullMarked
package dev.sessionlifecycle.finalize;

import org.jspecify.annotations.NullMarked;
