/** How long sessions are kept: policies, holds, archives, erasure, and receipts. */
@NullMarked
package dev.sessionlifecycle.retention;

import org.jspecify.annotations.NullMarked;
