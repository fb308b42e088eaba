/** Tests of the example, as processes of its own. */
@NullMarked
package dev.sessionlifecycle.examples.spring;

import org.jspecify.annotations.NullMarked;
