/** Two versions of the library on one database, during a rolling upgrade. */
@NullMarked
package dev.sessionlifecycle.verification.upgrade;

import org.jspecify.annotations.NullMarked;
