/**
 * Configures a session lifecycle in applications of Spring Boot: properties below {@code
 * session-lifecycle}, beans that applications may replace, and what runs in the background.
 */
@NullMarked
package dev.sessionlifecycle.spring.boot;

import org.jspecify.annotations.NullMarked;
