/** What the author of a store or of a step tests with. */
@NullMarked
package dev.sessionlifecycle.testkit;

import org.jspecify.annotations.NullMarked;
