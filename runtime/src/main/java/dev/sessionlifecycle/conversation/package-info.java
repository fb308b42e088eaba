/** The close endpoints and the conversation statuses of the AnyReach and Feather APIs. */
@NullMarked
package dev.sessionlifecycle.conversation;

import org.jspecify.annotations.NullMarked;
