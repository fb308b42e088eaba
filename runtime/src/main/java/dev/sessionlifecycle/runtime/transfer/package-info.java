/** What a turn asks of the voice host: call transfers, warm transfers, DTMF input. */
@NullMarked
package dev.sessionlifecycle.runtime.transfer;

import org.jspecify.annotations.NullMarked;
