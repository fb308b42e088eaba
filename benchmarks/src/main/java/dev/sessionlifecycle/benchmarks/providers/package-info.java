/** What it costs to verify, read and apply the webhooks of voice platforms. */
@NullMarked
package dev.sessionlifecycle.benchmarks.providers;

import org.jspecify.annotations.NullMarked;
