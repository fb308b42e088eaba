/**
 * Faults, on purpose: processes on one database are killed, frozen and cut off while sessions end,
 * and the history is judged afterwards.
 */
@NullMarked
package dev.sessionlifecycle.benchmarks.campaign;

import org.jspecify.annotations.NullMarked;
