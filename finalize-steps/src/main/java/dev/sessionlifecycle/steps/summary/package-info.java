/** Summaries of sessions: offline by default, with the host's own engine in one line. */
@NullMarked
package dev.sessionlifecycle.steps.summary;

import org.jspecify.annotations.NullMarked;
