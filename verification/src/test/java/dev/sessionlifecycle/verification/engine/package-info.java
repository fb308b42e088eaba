/** The finalize engine on stores. */
@NullMarked
package dev.sessionlifecycle.verification.engine;

import org.jspecify.annotations.NullMarked;
