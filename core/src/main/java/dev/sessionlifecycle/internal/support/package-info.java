/** Validation, texts and ids, for the other packages of this module. */
@NullMarked
package dev.sessionlifecycle.internal.support;

import org.jspecify.annotations.NullMarked;
