/**
 * A reference store simple enough to be evidently correct, and commands to compare other stores
 * with it.
 */
@NullMarked
package dev.sessionlifecycle.verification.model;

import org.jspecify.annotations.NullMarked;
