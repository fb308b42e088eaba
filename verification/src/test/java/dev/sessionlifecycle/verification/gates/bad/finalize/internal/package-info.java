/** An internal package that is exported to some modules. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.finalize.internal;

import org.jspecify.annotations.NullMarked;
