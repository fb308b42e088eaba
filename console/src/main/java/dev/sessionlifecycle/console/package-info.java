/**
 * Pages for operators: what ended, what is stuck, and why. {@link
 * dev.sessionlifecycle.console.Console} answers requests; {@link
 * dev.sessionlifecycle.console.JdkConsole} and {@link dev.sessionlifecycle.console.ConsoleServlet}
 * mount it.
 */
@NullMarked
package dev.sessionlifecycle.console;

import org.jspecify.annotations.NullMarked;
