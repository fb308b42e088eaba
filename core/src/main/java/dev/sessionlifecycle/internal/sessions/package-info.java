/** Not for users: decisions and machinery behind the front door. */
@NullMarked
package dev.sessionlifecycle.internal.sessions;

import org.jspecify.annotations.NullMarked;
