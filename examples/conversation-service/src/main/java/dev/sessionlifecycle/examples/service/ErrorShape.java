package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.model.IllegalTransitionException;
import java.util.stream.Collectors;

/**
 * The error formats of the Feather and AnyReach APIs. Messages name fields and limits, never
 * content.
 */
enum ErrorShape {
  /** {@code error} and {@code message}; for 422, a {@code detail} list of field errors. */
  FEATHER {
    @Override
    Reply reply(Refusal refusal) {
      ObjectNode body = Json.object();
      if (refusal.faults().isEmpty()) {
        body.put("error", refusal.code()).put("message", refusal.getMessage());
        return new Reply(refusal.status(), body, refusal.headers());
      }
      ArrayNode detail = body.putArray("detail");
      for (Refusal.Fault fault : refusal.faults()) {
        ObjectNode one = detail.addObject();
        one.set("loc", Json.tree(fault.loc()));
        one.put("msg", fault.msg()).put("type", fault.type());
      }
      return new Reply(refusal.status(), body, refusal.headers());
    }
  },
  /** A single text: {@code detail}. */
  TEXT_END {
    @Override
    Reply reply(Refusal refusal) {
      String detail =
          refusal.faults().isEmpty()
              ? refusal.getMessage()
              : refusal.faults().stream()
                  .map(fault -> place(fault) + ": " + fault.msg())
                  .collect(Collectors.joining("; "));
      return new Reply(refusal.status(), Json.object().put("detail", detail), refusal.headers());
    }
  };

  private static String place(Refusal.Fault fault) {
    return fault.loc().stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  abstract Reply reply(Refusal refusal);

  Reply reply(SessionLifecycleException error) {
    return reply(refusal(error));
  }

  private static Refusal refusal(SessionLifecycleException error) {
    if (error instanceof SessionNotFoundException) {
      return Refusal.of(404, error.code(), "Conversation not found");
    } else if (error instanceof AccessDeniedException) {
      return Refusal.of(403, error.code(), "The key's role doesn't grant access to this action.");
    } else if (error instanceof SessionConflictException
        || error instanceof IllegalTransitionException) {
      return Refusal.of(409, error.code(), String.valueOf(error.getMessage()));
    } else if (error instanceof InvalidInputException invalid) {
      return Refusal.invalid(
          invalid.violations().stream()
              .map(it -> new Refusal.Fault(FieldLocation.of(it.field()), it.limit(), "value_error"))
              .toList());
    }
    return Refusal.of(503, error.code(), "The store cannot be reached; try again.");
  }
}
