/** A session as a document: what an archive keeps and an export writes. */
@NullMarked
package dev.sessionlifecycle.internal.document;

import org.jspecify.annotations.NullMarked;
