/**
 * The values that callers and stores share: sessions, messages, history, filters, and the results
 * of calls on sessions.
 */
@NullMarked
package dev.sessionlifecycle.session;

import org.jspecify.annotations.NullMarked;
