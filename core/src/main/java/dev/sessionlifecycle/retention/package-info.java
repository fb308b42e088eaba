/** How long an ended session is kept: policies as data, and the decision as pure logic. */
@NullMarked
package dev.sessionlifecycle.retention;

import org.jspecify.annotations.NullMarked;
