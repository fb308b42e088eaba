/** An application of Spring Boot that embeds the library. */
@NullMarked
package dev.sessionlifecycle.examples.spring;

import org.jspecify.annotations.NullMarked;
