package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finds standing people without a network, by histograms of gradients. */
@Component(service = Operator.class, property = Operator.NAME + "=" + HogPersons.NAME)
public final class HogPersons extends ClassicOperator {

    static final String NAME = "hog-persons";

    /** @param library goes after this, as long as this is there */
    @Activate
    public HogPersons(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new HogStep(arguments);
    }
}
