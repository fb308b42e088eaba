/** Test support for authors of stores and applications. */
@NullMarked
package dev.sessionlifecycle.testkit;

import org.jspecify.annotations.NullMarked;
