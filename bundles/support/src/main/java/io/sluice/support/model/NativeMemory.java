package io.sluice.support.model;

import io.sluice.api.model.ModelData;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory with one owner, who frees it by {@link #close()}. The garbage collector would free it too, but only
 * when the small Java heap happens to fill, long after megabytes of tensors have piled up outside it.
 */
public final class NativeMemory implements ModelData.Content {

    /** One cache line; wide enough for the widest vector loads. */
    private static final int ALIGNMENT = 64;

    private static final MethodHandle INVOKE_CLEANER = findInvokeCleaner();

    private final ByteBuffer whole;
    private final ByteBuffer view;
    private boolean freed;

    private NativeMemory(ByteBuffer whole, ByteBuffer view) {
        this.whole = whole;
        this.view = view;
    }

    /** Zeroed memory at an aligned address, with slack behind it for kernels that write whole vectors. */
    public static NativeMemory allocate(long bytes) {
        ByteBuffer whole = ByteBuffer.allocateDirect(Math.toIntExact(bytes + 2 * ALIGNMENT));
        ByteBuffer view = whole.alignedSlice(ALIGNMENT).slice(0, (int) bytes).order(ByteOrder.nativeOrder());
        return new NativeMemory(whole, view);
    }

    /** Takes over a buffer made by {@link ByteBuffer#allocateDirect} or by mapping a file. */
    public static NativeMemory own(ByteBuffer whole) {
        return new NativeMemory(whole, whole);
    }

    /** The memory; must not be touched after {@link #close()}. */
    public ByteBuffer view() {
        return view;
    }

    @Override
    public ByteBuffer bytes() {
        return view.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    /** Idempotent. */
    @Override
    public synchronized void close() {
        if (freed) {
            return;
        }
        freed = true;
        try {
            INVOKE_CLEANER.invokeExact(whole);
        } catch (Throwable error) {
            throw new IllegalStateException("Native memory of " + whole.capacity() + " bytes cannot be freed", error);
        }
    }

    /** Found by reflection, for the compiler warns of the class and the framework would want it imported. */
    private static MethodHandle findInvokeCleaner() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe", true, null);
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
