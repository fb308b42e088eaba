@NullMarked
package dev.sessionlifecycle.verification.runtime;

import org.jspecify.annotations.NullMarked;
