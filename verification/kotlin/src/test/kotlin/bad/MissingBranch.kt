package bad

import dev.sessionlifecycle.session.CloseResult

fun ended(result: CloseResult): String =
    when (result) {
      is CloseResult.Closed -> "closed"
    }
