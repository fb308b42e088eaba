/** A small HTTP service that embeds the library. */
@NullMarked
package dev.sessionlifecycle.examples.service;

import org.jspecify.annotations.NullMarked;
