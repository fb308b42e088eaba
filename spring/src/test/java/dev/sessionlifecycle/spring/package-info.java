/** Tests of the sessions in Spring's transactions, on H2 and PostgreSQL. */
@NullMarked
package dev.sessionlifecycle.spring;

import org.jspecify.annotations.NullMarked;
