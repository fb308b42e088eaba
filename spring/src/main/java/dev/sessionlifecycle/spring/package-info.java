/** Sessions that take part in the transactions of Spring. */
@NullMarked
package dev.sessionlifecycle.spring;

import org.jspecify.annotations.NullMarked;
