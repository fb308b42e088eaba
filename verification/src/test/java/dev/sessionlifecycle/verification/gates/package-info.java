/**
 * The gates that a compiler does not have: architecture, sources, guarantees; each proven alive on
 * a bad sample.
 */
@NullMarked
package dev.sessionlifecycle.verification.gates;

import org.jspecify.annotations.NullMarked;
