/** Pages generated from the code. */
@NullMarked
package dev.sessionlifecycle.verification.docs;

import org.jspecify.annotations.NullMarked;
