package io.sluice.itest;

/** A driver's component that ends whatever process it is activated in, as a bad native library may. */
public final class LethalDriver {

    static final int EXIT_CODE = 17;

    /** Called by the component runtime. */
    public void activate() {
        System.out.println("the firmware is damaged");
        System.out.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
