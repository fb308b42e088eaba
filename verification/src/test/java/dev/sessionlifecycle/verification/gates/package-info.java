/**
 * Gates beyond the compiler's: architecture, sources, guarantees; each is tested on a bad sample.
 */
@NullMarked
package dev.sessionlifecycle.verification.gates;

import org.jspecify.annotations.NullMarked;
