/** Session summaries: offline by default, or by the application's own summarizer. */
@NullMarked
package dev.sessionlifecycle.steps.summary;

import org.jspecify.annotations.NullMarked;
