/**
 * The finalizer: pure functions decide what a chain does next, workers do it.
 *
 * <p>The path of a chain: the {@code Poller} decides when to claim; the {@code Claimer} claims and
 * creates a {@code ChainRun} for each chain. The {@code WorkQueue} passes it, fairly between
 * organizations, to the {@code StepWorker}, which runs on threads ({@code ActiveFinalizerRun}) or
 * on the caller's thread in {@code runDue} ({@code CallerRun}). The {@code StepRunner} calls the
 * step; the {@code ChainRun} records the result and asks {@code ChainDecision} what comes next:
 * another step, or a settlement, which waits in the {@code SettlementBuffer} and is written by the
 * {@code Settler}. Meanwhile the {@code LeaseKeeper} renews the lease.
 */
@NullMarked
package dev.sessionlifecycle.internal.finalizer;

import org.jspecify.annotations.NullMarked;
