@NullMarked
package dev.sessionlifecycle.conversation;

import org.jspecify.annotations.NullMarked;
