/**
 * Secrets of webhooks, their verification by a receiver, and which endpoints may be posted to.
 * Follows <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>.
 */
@NullMarked
package dev.sessionlifecycle.http;

import org.jspecify.annotations.NullMarked;
