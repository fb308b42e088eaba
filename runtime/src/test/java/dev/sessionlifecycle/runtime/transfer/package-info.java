@NullMarked
package dev.sessionlifecycle.runtime.transfer;

import org.jspecify.annotations.NullMarked;
