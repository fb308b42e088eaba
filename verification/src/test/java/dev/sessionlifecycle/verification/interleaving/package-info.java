/** Statements of several connections in every order, and what must hold after each. */
@NullMarked
package dev.sessionlifecycle.verification.interleaving;

import org.jspecify.annotations.NullMarked;
