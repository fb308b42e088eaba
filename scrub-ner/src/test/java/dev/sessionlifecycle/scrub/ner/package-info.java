@NullMarked
package dev.sessionlifecycle.scrub.ner;

import org.jspecify.annotations.NullMarked;
