/** Webhooks of voice platforms on every store, in every order. */
@NullMarked
package dev.sessionlifecycle.verification.providers;

import org.jspecify.annotations.NullMarked;
