/** An application that is small enough to show how its tests are written. */
@NullMarked
package dev.sessionlifecycle.examples.callcenter;

import org.jspecify.annotations.NullMarked;
