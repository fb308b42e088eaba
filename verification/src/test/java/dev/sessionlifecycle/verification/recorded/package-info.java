/** What a concurrent run was answered is recorded, and judged afterwards. */
@NullMarked
package dev.sessionlifecycle.verification.recorded;

import org.jspecify.annotations.NullMarked;
