package io.sluice.accel.ascend.internal;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.ascend.internal.AclStructs.Dimensions;

/**
 * The functions of {@code acl/acl_*.h} in use, by their names there. Each {@code int} that is not a number of something is
 * an {@code aclError}, 0 or an error above 0.
 */
interface Acl extends Library {

    /** {@code aclrtMemMallocPolicy}. */
    int MALLOC_HUGE_FIRST = 0;

    /** {@code aclrtMemcpyKind}. */
    int HOST_TO_DEVICE = 1;
    int DEVICE_TO_HOST = 2;

    /** {@code aclrtMemAttr}: memory of edge chips, and of cards with memory of high bandwidth. */
    int DDR_MEM = 0;
    int HBM_MEM = 1;

    int aclInit(String configurationFile);

    int aclFinalize();

    int aclrtGetVersion(IntByReference major, IntByReference minor, IntByReference patch);

    /** A text of the library's own. */
    String aclrtGetSocName();

    /** A text of the library's own, about the calling thread's last error; null where there is none. */
    String aclGetRecentErrMsg();

    int aclrtGetDeviceCount(IntByReference count);

    int aclrtSetDevice(int device);

    int aclrtResetDevice(int device);

    /** The new context becomes that of the calling thread. */
    int aclrtCreateContext(PointerByReference context, int device);

    int aclrtDestroyContext(Pointer context);

    /** Each thread has a context of its own: to be set before whatever follows. */
    int aclrtSetCurrentContext(Pointer context);

    int aclrtGetMemInfo(int kind, LongByReference free, LongByReference total);

    int aclrtMalloc(PointerByReference memory, long bytes, int policy);

    int aclrtFree(Pointer memory);

    int aclrtMallocHost(PointerByReference memory, long bytes);

    int aclrtFreeHost(Pointer memory);

    int aclrtMemcpy(Pointer to, long capacity, Pointer from, long bytes, int kind);

    /** Loads a model; the content may go afterwards. */
    int aclmdlLoadFromMem(Pointer content, long bytes, IntByReference model);

    int aclmdlUnload(int model);

    Pointer aclmdlCreateDesc();

    int aclmdlDestroyDesc(Pointer description);

    int aclmdlGetDesc(Pointer description, int model);

    long aclmdlGetNumInputs(Pointer description);

    long aclmdlGetNumOutputs(Pointer description);

    long aclmdlGetInputSizeByIndex(Pointer description, long index);

    long aclmdlGetOutputSizeByIndex(Pointer description, long index);

    int aclmdlGetInputDims(Pointer description, long index, Dimensions dimensions);

    int aclmdlGetOutputDims(Pointer description, long index, Dimensions dimensions);

    String aclmdlGetInputNameByIndex(Pointer description, long index);

    String aclmdlGetOutputNameByIndex(Pointer description, long index);

    /** {@code aclDataType}. */
    int aclmdlGetInputDataType(Pointer description, long index);

    int aclmdlGetOutputDataType(Pointer description, long index);

    Pointer aclmdlCreateDataset();

    int aclmdlDestroyDataset(Pointer dataset);

    int aclmdlAddDatasetBuffer(Pointer dataset, Pointer buffer);

    Pointer aclCreateDataBuffer(Pointer memory, long bytes);

    int aclDestroyDataBuffer(Pointer buffer);

    int aclmdlExecute(int model, Pointer inputs, Pointer outputs);
}
