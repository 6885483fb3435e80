package io.sluice.accel.nativelib;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.stream.Collectors;

/** Loads a chip maker's library, which is found on the machine and not part of the gateway. */
public final class VendorLibrary {

    /**
     * {@code RTLD_NOW | RTLD_NODELETE} of {@code dlfcn.h}: a library that has been used stays mapped, because its threads
     * and its handlers at the process's end outlive the last reference.
     */
    private static final int OPEN_FLAGS = 0x2 | 0x1000;

    private VendorLibrary() {}

    /**
     * @param library a path, or a name as the loader knows it, such as {@code rknnrt} for {@code librknnrt.so}
     * @param binding declares the functions in use, each of which the library must have
     * @throws io.sluice.api.error.UnavailableException when it is not there, cannot be loaded, or is too old
     */
    public static <T extends Library> T load(String library, Class<T> binding) {
        try {
            T loaded = Native.load(library, binding, Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS));
            check(library, loaded, binding);
            return loaded;
        } catch (UnsatisfiedLinkError error) {
            // The first line says that it cannot be loaded, the second why; what follows is where JNA looked besides.
            String reason = String.valueOf(error.getMessage()).lines().limit(2).collect(Collectors.joining(" "));
            throw Failures.libraryMissing(library, reason, error);
        }
    }

    /** Now rather than at the first call, which may come in the middle of the night. */
    private static void check(String library, Library loaded, Class<?> binding) {
        NativeLibrary functions = ((Library.Handler) Proxy.getInvocationHandler(loaded)).getNativeLibrary();
        for (Method method : binding.getDeclaredMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                try {
                    functions.getFunction(method.getName());
                } catch (UnsatisfiedLinkError missing) {
                    throw Failures.libraryUnfit(library, method.getName(), missing);
                }
            }
        }
    }
}
