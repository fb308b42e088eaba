/**
 * Test support for authors of finalize steps: scenarios to run a step on, repeatedly and with a
 * crash in between, hostile transcripts, and a search for leaked values.
 */
@NullMarked
package dev.sessionlifecycle.testkit.steps;

import org.jspecify.annotations.NullMarked;
