@NullMarked
package dev.sessionlifecycle.runtime;

import org.jspecify.annotations.NullMarked;
