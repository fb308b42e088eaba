/** The unchecked exceptions of the library, each with a stable code. */
@NullMarked
package dev.sessionlifecycle.errors;

import org.jspecify.annotations.NullMarked;
