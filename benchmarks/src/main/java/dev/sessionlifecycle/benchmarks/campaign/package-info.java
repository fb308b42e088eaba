/**
 * Fault injection: processes on one database are killed, frozen and cut off while sessions end, and
 * the history is checked afterwards.
 */
@NullMarked
package dev.sessionlifecycle.benchmarks.campaign;

import org.jspecify.annotations.NullMarked;
