/**
 * For authors of a store: the requests that a store receives and the replies that it must return.
 */
@NullMarked
package dev.sessionlifecycle.spi;

import org.jspecify.annotations.NullMarked;
