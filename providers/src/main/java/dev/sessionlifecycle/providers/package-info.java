/**
 * Webhooks of voice platforms: a {@link ProviderAdapter} verifies a request and reads it into
 * {@link ProviderSignal}s, and a {@link ProviderIntake} applies these to sessions, whatever the
 * order in which they come and however often.
 */
@NullMarked
package dev.sessionlifecycle.providers;

import org.jspecify.annotations.NullMarked;
