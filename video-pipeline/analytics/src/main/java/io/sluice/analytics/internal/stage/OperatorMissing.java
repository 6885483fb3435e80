package io.sluice.analytics.internal.stage;

/** An operator that an algorithm needs is not there at present; its bundle may come. */
public final class OperatorMissing extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String operator;

    OperatorMissing(String operator) {
        super("There is no operator '" + operator + "'.");
        this.operator = operator;
    }

    public String operator() {
        return operator;
    }
}
