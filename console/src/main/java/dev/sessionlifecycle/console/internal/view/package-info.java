/** What the templates show: texts and numbers, with nothing left to decide. */
@NullMarked
package dev.sessionlifecycle.console.internal.view;

import org.jspecify.annotations.NullMarked;
