/** What a look for due chains costs while an old snapshot keeps dead index entries. */
@NullMarked
package dev.sessionlifecycle.benchmarks.snapshot;

import org.jspecify.annotations.NullMarked;
