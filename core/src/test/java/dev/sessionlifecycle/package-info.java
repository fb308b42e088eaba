@NullMarked
package dev.sessionlifecycle;

import org.jspecify.annotations.NullMarked;
