/** Events that leave the library: webhooks and their receivers. */
@NullMarked
package dev.sessionlifecycle.verification.events;

import org.jspecify.annotations.NullMarked;
