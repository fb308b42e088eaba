/** An archive of ended sessions in files. */
@NullMarked
package dev.sessionlifecycle.archive;

import org.jspecify.annotations.NullMarked;
