package good

import dev.sessionlifecycle.OrganizationSessions
import dev.sessionlifecycle.SessionLifecycle
import dev.sessionlifecycle.SessionRequest
import dev.sessionlifecycle.session.AppendResult
import dev.sessionlifecycle.session.CloseResult
import dev.sessionlifecycle.session.Message
import dev.sessionlifecycle.session.OpenResult
import dev.sessionlifecycle.session.Session
import dev.sessionlifecycle.store.memory.InMemorySessionStore
import java.time.Duration
import java.util.UUID

/** What a service in Kotlin writes: no `!!`, no `else`. */
fun opened(result: OpenResult): String =
    when (result) {
      is OpenResult.Opened -> "opened"
      is OpenResult.Reused -> "reused"
      is OpenResult.Superseded -> "superseded " + result.old().channel()
      is OpenResult.Rejected -> "rejected"
      is OpenResult.AlreadyEnded -> "already ended"
    }

fun ended(result: CloseResult): String =
    when (result) {
      is CloseResult.Closed -> "closed"
      is CloseResult.AlreadyEnded -> "already ended"
    }

/** Non-null results need no check, nullable ones are `?`. */
fun story(session: Session): String {
  val channel: String = session.channel()
  val summary: String? = session.summary()
  val seconds: Long? = session.durationMs()?.let { Duration.ofMillis(it).seconds }
  return "$channel, ${summary ?: "no summary"}, ${if (seconds == null) "live" else "ended"}"
}

fun run(): List<String> {
  val said = mutableListOf<String>()
  SessionLifecycle.builder(InMemorySessionStore.create()).build().use { lifecycle ->
    val sessions: OrganizationSessions = lifecycle.organization(UUID(0, 1))
    val call = sessions.open(SessionRequest.on("voice", UUID(0, 2)).inbound())
    said += opened(call)
    val id = call.session().id()
    said += story(call.session())
    val appended: AppendResult = sessions.append(id, Message.fromUser("Hello?"))
    said += appended.javaClass.simpleName
    said += ended(sessions.close(id, "USER_REJECTED"))
    said += ended(sessions.close(id, "486"))
    val found: Session? = sessions.find(id).orElse(null)
    said += found?.let(::story) ?: "gone"
  }
  return said
}
