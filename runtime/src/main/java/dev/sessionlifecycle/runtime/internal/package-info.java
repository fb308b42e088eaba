/** Not exported. */
@NullMarked
package dev.sessionlifecycle.runtime.internal;

import org.jspecify.annotations.NullMarked;
