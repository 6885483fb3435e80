package io.sluice.api.analysis;

import org.osgi.annotation.versioning.ConsumerType;

/** A kind of step, as a whiteboard service with property {@link #NAME}: one more bundle adds one more. Thread-safe. */
@ConsumerType
public interface Operator {

    /** Service property: the name by which algorithms use it, such as {@code background-subtraction}. */
    String NAME = "operator.name";

    /** JSON Schema of its arguments, as JSON. */
    String argumentsSchema();

    /**
     * Makes a step of one analysis of one camera, with whatever memory of earlier pictures it needs.
     *
     * @param arguments a JSON object that keeps to the schema
     * @throws io.sluice.api.error.InvalidInputException when it does not, or a file it names is unfit
     */
    Step open(String arguments);
}
