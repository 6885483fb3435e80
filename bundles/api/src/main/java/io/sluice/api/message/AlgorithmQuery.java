package io.sluice.api.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks which algorithms nodes have (table 12). */
public record AlgorithmQuery(OptionalInt commandIdx, Body messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "algorithm_res_query";

    public AlgorithmQuery {
        Given.all(commandIdx, messageBody, extra);
    }

    public AlgorithmQuery(OptionalInt commandIdx, List<DeviceSelector> devices) {
        this(commandIdx, new Body(Optional.of(devices), JsonObject.EMPTY), JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }

    /** @param deviceList the node that receives the query where it is absent */
    public record Body(Optional<List<DeviceSelector>> deviceList, JsonObject extra) {

        public Body {
            deviceList = deviceList.map(List::copyOf);
            Given.all(extra);
        }
    }
}
