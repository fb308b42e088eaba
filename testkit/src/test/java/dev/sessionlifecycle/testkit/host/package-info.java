/** The parts of the fixtures that nobody sees. */
@NullMarked
package dev.sessionlifecycle.testkit.host;

import org.jspecify.annotations.NullMarked;
