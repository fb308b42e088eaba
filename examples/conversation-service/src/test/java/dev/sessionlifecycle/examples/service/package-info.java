@NullMarked
package dev.sessionlifecycle.examples.service;

import org.jspecify.annotations.NullMarked;
