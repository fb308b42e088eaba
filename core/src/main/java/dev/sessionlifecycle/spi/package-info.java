/** For the author of a store: what a store is asked, and what it must answer. */
@NullMarked
package dev.sessionlifecycle.spi;

import org.jspecify.annotations.NullMarked;
