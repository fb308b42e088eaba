package bad

import dev.sessionlifecycle.OrganizationSessions
import dev.sessionlifecycle.session.Message
import java.util.UUID

fun append(sessions: OrganizationSessions, id: UUID, messages: List<Message?>) = sessions.append(id, messages)
