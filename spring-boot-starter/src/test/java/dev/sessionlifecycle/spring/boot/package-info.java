/** Tests of the starter, on the version of Spring Boot that the build names. */
@NullMarked
package dev.sessionlifecycle.spring.boot;

import org.jspecify.annotations.NullMarked;
