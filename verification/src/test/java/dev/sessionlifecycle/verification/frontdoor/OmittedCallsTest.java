package dev.sessionlifecycle.verification.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.verification.equivalence.OmittingStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The random calls detect a store that omits any operation that the API needs. */
@Tag("long")
class OmittedCallsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SessionStore.open",
        "SessionStore.openAll",
        "SessionStore.append",
        "SessionStore.appendAll",
        "SessionStore.transition",
        "SessionStore.close",
        "SessionStore.closeAll",
        "SessionStore.closeExternal",
        "SessionStore.enrich",
        "SessionStore.find",
        "SessionStore.findByExternalRef",
        "SessionStore.list",
        "SessionStore.count",
        "SessionStore.messages",
        "SessionStore.history",
        "UpdateStore.update",
        "EvalStore.record",
        "EvalStore.find",
        "EvalStore.list",
        "PolicyStore.define",
        "PolicyStore.find",
        "PolicyStore.findDefault",
        "HoldStore.place",
        "HoldStore.release",
        "HoldStore.list",
        "HoldStore.covering",
        "ChainStore.claim",
        "ChainStore.settle",
        "ChainStore.revise",
        "ChainStore.parked",
        "ChainStore.backlog",
        "SweepStore.markAllDue",
        "DisposalStore.dispose",
        "DisposalStore.receipts"
      })
  void a_store_that_omits_an_operation_is_detected(String operation) {
    assertThat(FaultyComparisons.found(false, store -> OmittingStore.of(operation, store)))
        .isPresent();
  }
}
