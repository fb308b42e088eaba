/**
 * The finalizer: pure functions decide what a chain does next, workers do it.
 *
 * <p>The way of a chain: the {@code Poller} decides when to claim, the {@code Claimer} claims and
 * makes a {@code ChainRun} of each chain. The {@code WorkQueue} hands it out, fair between
 * organizations, to the {@code StepWorker}, which is run by threads ({@code ActiveFinalizerRun}) or
 * by the caller of {@code runDue} ({@code CallerRun}). The {@code StepRunner} calls the step, the
 * {@code ChainRun} records the result and asks {@code ChainDecision} what comes next: another step,
 * or a settlement, which waits in the {@code SettlementBuffer} and is written by the {@code
 * Settler}. The {@code LeaseKeeper} renews the lease meanwhile.
 */
@NullMarked
package dev.sessionlifecycle.internal.finalizer;

import org.jspecify.annotations.NullMarked;
