package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.model.MessageRole;

/** One thing said in a conversation. */
record Turn(MessageRole role, String text) {}
