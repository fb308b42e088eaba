/** A store so simple that it is plainly right, and commands to compare others with it. */
@NullMarked
package dev.sessionlifecycle.verification.model;

import org.jspecify.annotations.NullMarked;
