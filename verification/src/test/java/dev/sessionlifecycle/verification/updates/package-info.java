/** What users change, count and do in bulk, through the front door of every store. */
@NullMarked
package dev.sessionlifecycle.verification.updates;

import org.jspecify.annotations.NullMarked;
