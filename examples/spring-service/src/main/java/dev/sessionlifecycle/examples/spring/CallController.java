package dev.sessionlifecycle.examples.spring;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Opens calls, takes their messages, and ends them. */
@RestController
@RequestMapping("/calls")
class CallController {
  /** The only tenant; an application with several takes it from who is logged in. */
  static final UUID TENANT = UUID.fromString("9a1c6f0e-3b7d-4f2a-8c55-0d6e4b1f7a20");

  private final OrganizationSessions calls;
  private final Billing billing;

  CallController(Organizations organizations, Billing billing) {
    this.calls = organizations.organization(TENANT);
    this.billing = billing;
  }

  record NewCall(UUID user) {}

  record NewMessage(String text) {}

  record End(String reason) {}

  /** What callers see of a call. */
  record Call(
      UUID id,
      String status,
      @Nullable String reason,
      @Nullable String outcome,
      @Nullable String summary,
      int charges) {}

  /** Whether this request ended the call, or another had. */
  record Ended(boolean first, Call call) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Call open(@RequestBody NewCall call) {
    return shown(calls.open(SessionRequest.on("voice", call.user())).orThrow());
  }

  @PostMapping("/{id}/messages")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void append(@PathVariable UUID id, @RequestBody NewMessage message) {
    calls.append(id, Message.fromUser(message.text()));
  }

  @PostMapping("/{id}/end")
  Ended end(@PathVariable UUID id, @RequestBody End end) {
    CloseResult result = billing.end(id, end.reason());
    return new Ended(result.isWinner(), shown(result.session()));
  }

  @GetMapping("/{id}")
  Call get(@PathVariable UUID id) {
    return shown(calls.get(id));
  }

  @GetMapping("/{id}/messages")
  List<@Nullable String> messages(@PathVariable UUID id) {
    return calls.messages(id).stream().map(StoredMessage::text).toList();
  }

  private Call shown(Session call) {
    return new Call(
        call.id(),
        call.status().wire(),
        call.reason() == null ? null : call.reason().wire(),
        call.outcome() == null ? null : call.outcome().wire(),
        call.summary(),
        billing.charges(call.id()));
  }

  @ExceptionHandler
  ProblemDetail notFound(SessionNotFoundException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "there is no such call");
  }

  @ExceptionHandler
  ProblemDetail invalid(InvalidInputException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail notAvailable(StoreException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.SERVICE_UNAVAILABLE, "the database is not available");
  }
}
