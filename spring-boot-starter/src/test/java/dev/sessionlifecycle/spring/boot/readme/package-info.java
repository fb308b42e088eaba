/** The lines of the README. */
@NullMarked
package dev.sessionlifecycle.spring.boot.readme;

import org.jspecify.annotations.NullMarked;
