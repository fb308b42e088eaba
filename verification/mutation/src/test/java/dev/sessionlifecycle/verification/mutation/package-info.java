/** Tests of the memory store for the mutation score. */
@NullMarked
package dev.sessionlifecycle.verification.mutation;

import org.jspecify.annotations.NullMarked;
