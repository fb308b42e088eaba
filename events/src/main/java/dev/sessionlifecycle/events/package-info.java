/**
 * Events behind the end of a session: signed webhooks, and deliveries for other transports. Each is
 * a delivery of the finalize chain, so it is durable, and never before the commit.
 */
@NullMarked
package dev.sessionlifecycle.events;

import org.jspecify.annotations.NullMarked;
