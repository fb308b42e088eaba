/** The library in processes with other default locales. */
@NullMarked
package dev.sessionlifecycle.verification.locale;

import org.jspecify.annotations.NullMarked;
