/**
 * For the author of a finalize step: scenarios to run it on, twice and with a crash between,
 * hostile transcripts, and a search for what it must not leak.
 */
@NullMarked
package dev.sessionlifecycle.testkit.steps;

import org.jspecify.annotations.NullMarked;
