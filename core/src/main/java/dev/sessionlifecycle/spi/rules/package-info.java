/** The decisions that every store makes alike, as pure functions of values. */
@NullMarked
package dev.sessionlifecycle.spi.rules;

import org.jspecify.annotations.NullMarked;
