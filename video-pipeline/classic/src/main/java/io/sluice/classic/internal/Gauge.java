package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads a dial by the angle of its pointer. */
@Component(service = Operator.class, property = Operator.NAME + "=" + Gauge.NAME)
public final class Gauge extends ClassicOperator {

    static final String NAME = "gauge";

    /** @param library goes after this, as long as this is there */
    @Activate
    public Gauge(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new GaugeStep(arguments);
    }
}
