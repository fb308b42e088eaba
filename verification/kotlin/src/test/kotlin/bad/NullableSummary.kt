package bad

import dev.sessionlifecycle.session.Session

fun length(session: Session): Int = session.summary().length
