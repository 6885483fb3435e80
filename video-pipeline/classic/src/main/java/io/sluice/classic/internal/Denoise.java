package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes noise out of pictures for the stages behind it. */
@Component(service = Operator.class, property = Operator.NAME + "=" + Denoise.NAME)
public final class Denoise extends ClassicOperator {

    static final String NAME = "denoise";

    /** @param library goes after this, as long as this is there */
    @Activate
    public Denoise(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new DenoiseStep(arguments);
    }
}
