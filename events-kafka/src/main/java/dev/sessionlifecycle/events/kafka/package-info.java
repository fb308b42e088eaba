/** Events of sessions on a topic of Kafka. */
@NullMarked
package dev.sessionlifecycle.events.kafka;

import org.jspecify.annotations.NullMarked;
