/** Lets concurrent writes of many callers travel to the store together. */
@NullMarked
package dev.sessionlifecycle.internal.combine;

import org.jspecify.annotations.NullMarked;
