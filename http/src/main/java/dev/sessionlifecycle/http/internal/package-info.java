/** The sender of signed HTTP that the modules of the library share. Not for use outside of it. */
@NullMarked
package dev.sessionlifecycle.http.internal;

import org.jspecify.annotations.NullMarked;
