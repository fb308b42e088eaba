package bad

import dev.sessionlifecycle.session.Message

fun message(): Message = Message.fromUser(null)
