package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionlifecycle.runtime.AssistantMessage;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.runtime.transfer.DtmfInputSpec;
import dev.sessionlifecycle.runtime.transfer.TransferMode;
import dev.sessionlifecycle.runtime.transfer.WarmMessageMode;
import dev.sessionlifecycle.runtime.transfer.WarmTransferConfig;
import dev.sessionlifecycle.runtime.transfer.WarmTransferTargetOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the JSON of a turn's values against the Feather schema. */
class ValueContractTest {

  private static void fits(String definition, Object value) {
    JsonNode json = Json.tree(value);
    assertThat(Contract.FEATHER.violations(definition, json)).as(json.toString()).isEmpty();
    assertThat(Contract.names(json)).isEqualTo(Contract.FEATHER.fields(definition));
  }

  @Test
  void every_value_has_exactly_the_fields_of_the_schema() {
    WarmTransferTargetOverride override =
        new WarmTransferTargetOverride("template", WarmMessageMode.STATIC);
    CallTransferIntent transfer =
        CallTransferIntent.builder("+15550100")
            .mode(TransferMode.WARM)
            .label("l")
            .connectingText("c")
            .reason("r")
            .warmDestinations(List.of("a", "b"))
            .maxRetries(5)
            .retryText("again")
            .onFailure("hang_up")
            .warm(WarmTransferConfig.defaults())
            .warmOverrides(override)
            .build();
    DtmfInputSpec dtmf = new DtmfInputSpec(true, 64, "#", 250, "pin");
    fits("WarmTransferTargetOverride", override);
    fits("WarmTransferConfig", WarmTransferConfig.defaults());
    fits("CallTransferIntent", transfer);
    fits("CallTransferIntent", CallTransferIntent.to("x"));
    fits("DtmfInputSpec", dtmf);
    fits("DtmfInputSpec", DtmfInputSpec.defaults());
    fits("AssistantMessage", new AssistantMessage(UUID.randomUUID(), "", 0, UUID.randomUUID()));
    for (RuntimeStatus status : RuntimeStatus.values()) {
      fits(
          "TurnResult",
          TurnResult.builder(status)
              .sessionId(UUID.randomUUID())
              .messages(List.of(AssistantMessage.of("hello")))
              .handoff(Map.of("queue", List.of(1, Map.of())))
              .callTransfer(transfer)
              .dtmfInput(dtmf)
              .sessionStatus("active")
              .error("unknown_node_type")
              .modelUsed("m")
              .tokenCount(1)
              .latencyMs(2)
              .build());
    }
    fits("TurnResult", TurnResult.builder(RuntimeStatus.IDLE).build());
  }

  @Test
  void every_default_of_the_schema_is_the_default_of_the_value() {
    Map<String, JsonNode> values =
        Map.of(
            "WarmTransferConfig", Json.tree(WarmTransferConfig.defaults()),
            "CallTransferIntent", Json.tree(CallTransferIntent.to("x")),
            "DtmfInputSpec", Json.tree(DtmfInputSpec.defaults()),
            "AssistantMessage", Json.tree(AssistantMessage.of("")));
    List<String> seen = new ArrayList<>();
    values.forEach(
        (definition, value) ->
            Contract.FEATHER
                .definition(definition)
                .get("properties")
                .properties()
                .forEach(
                    field -> {
                      JsonNode otherwise = field.getValue().get("default");
                      if (otherwise != null) {
                        assertThat(value.get(field.getKey())).isEqualTo(otherwise);
                        seen.add(field.getKey());
                      }
                    }));
    assertThat(seen).hasSize(18);
  }

  /** The library rejects values just beyond each bound, which is read from the schema. */
  @Test
  void the_schema_refuses_a_value_just_beyond_each_bound() {
    int bounds = 0;
    for (String definition : List.of("WarmTransferConfig", "CallTransferIntent", "DtmfInputSpec")) {
      for (var field : Contract.FEATHER.definition(definition).get("properties").properties()) {
        JsonNode rule =
            field.getValue().has("anyOf") ? field.getValue().at("/anyOf/0") : field.getValue();
        for (String key : List.of("minimum", "maximum", "maxLength")) {
          if (rule.has(key)) {
            ObjectNode value = Json.object();
            value.put("destination", "x");
            if (!definition.equals("CallTransferIntent")) {
              value.removeAll();
            }
            int bound = rule.get(key).asInt();
            put(value, field.getKey(), key, bound);
            assertThat(Contract.FEATHER.violations(definition, value)).isEmpty();
            put(value, field.getKey(), key, key.equals("minimum") ? bound - 1 : bound + 1);
            assertThat(Contract.FEATHER.violations(definition, value)).isNotEmpty();
            bounds++;
          }
        }
      }
    }
    assertThat(bounds).isEqualTo(27);
  }

  private static void put(ObjectNode value, String field, String rule, int n) {
    if (rule.equals("maxLength")) {
      value.put(field, "x".repeat(n));
    } else {
      value.put(field, n);
    }
  }
}
