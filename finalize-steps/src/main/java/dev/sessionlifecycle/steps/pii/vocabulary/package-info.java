/** The words that announce personal data or spare a number, in data files of one language each. */
@NullMarked
package dev.sessionlifecycle.steps.pii.vocabulary;

import org.jspecify.annotations.NullMarked;
