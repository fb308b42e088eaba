package dev.sessionlifecycle.examples.quickstart;

/** A line that could not be used, and why; never its content. */
record BadLine(int line, String reason) {}
