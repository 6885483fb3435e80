/*
 * A stand-in for NVIDIA's libnvidia-ml.so.1 and libcuda.so.1: the functions and structures of nvml.h and cuda.h that the driver binds,
 * in their binary form, without a GPU. As the real NVML it sees the GPUs that were there when it was initialised, remembers names and
 * UUIDs of one that has fallen off the bus, and refuses by code. The standin_ functions are for tests.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { SUCCESS = 0, UNINITIALIZED = 1, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7,
       DRIVER_NOT_LOADED = 9, GPU_IS_LOST = 15 };
enum { CUDA_SUCCESS = 0, CUDA_NOT_INITIALIZED = 3, CUDA_INVALID_DEVICE = 101 };

/* What a test can have refused with NVML_ERROR_NOT_SUPPORTED. */
enum { UTILISATION = 1, TEMPERATURE = 2, MEMORY = 4, REASONS = 8, CAPABILITY = 16, CORES = 32, CLOCK = 64, MIG = 128 };

typedef struct {
    char busIdLegacy[16];
    unsigned int domain, bus, device, pciDeviceId, pciSubSystemId;
    char busId[32];
} nvmlPciInfo_t;
typedef struct { unsigned long long total, free, used; } nvmlMemory_t;
typedef struct { unsigned int gpu, memory; } nvmlUtilization_t;

typedef struct {
    const char *uuid, *name;
    unsigned int bus;
    unsigned long long memory;
    int major, minor;
    unsigned int cores, clock;
    atomic_int plugged, seen, lost, celsius, percent, mig;
    atomic_ullong reasons;
} gpu;

#define COUNT 2
static gpu gpus[COUNT] = {
    {"GPU-7c1f0f4a-0001-4a5b-9c0d-1e2f3a4b5c6d", "NVIDIA A10 (stand-in)", 1, 24146608128ULL, 8, 6, 9216, 1695, 1, 0, 0, 41, 7, 0, 0},
    {"GPU-92ab34cd-0002-4a5b-9c0d-1e2f3a4b5c6d", "Tesla T4 (stand-in)", 0x41, 16106127360ULL, 7, 5, 2560, 1590, 1, 0, 0, 55, 0, 0, 0},
};
static atomic_int initialised, misuses, unloaded, refused, cuda_initialised;

int standin_live(void) { return initialised; }
int standin_misuses(void) { return misuses; }
void standin_unload(int away) { unloaded = away; }
void standin_refuse(int what) { refused = what; }
void standin_plug(int index, int there) { gpus[index].plugged = there; }
void standin_lose(int index, int gone) { gpus[index].lost = gone; }
void standin_mig(int index, int on) { gpus[index].mig = on; }
void standin_heat(int index, int celsius, unsigned long long reasons) {
    gpus[index].celsius = celsius;
    gpus[index].reasons = reasons;
}

static int misuse(int code) { misuses++; return code; }

static int valid(void *device) {
    for (int i = 0; i < COUNT; i++) if (device == &gpus[i] && gpus[i].seen) return 1;
    return 0;
}

/* What asks the chip: not of one that has gone. */
#define ASK(what) \
    if (!initialised) return misuse(UNINITIALIZED); \
    if (!valid(device)) return misuse(INVALID_ARGUMENT); \
    if (((gpu *) device)->lost || !((gpu *) device)->plugged) return GPU_IS_LOST; \
    if (refused & (what)) return NOT_SUPPORTED; \
    gpu *g = device

int nvmlInit_v2(void) {
    if (unloaded) return DRIVER_NOT_LOADED;
    if (initialised++ == 0) for (int i = 0; i < COUNT; i++) gpus[i].seen = gpus[i].plugged;
    return SUCCESS;
}

int nvmlShutdown(void) {
    if (initialised == 0) return misuse(UNINITIALIZED);
    if (--initialised == 0) for (int i = 0; i < COUNT; i++) gpus[i].seen = 0;
    return SUCCESS;
}

const char *nvmlErrorString(int code) { return code ? "Error" : "Success"; }

static int text(char *to, unsigned int bytes, const char *from) {
    if (strlen(from) >= bytes) return INSUFFICIENT_SIZE;
    strcpy(to, from);
    return SUCCESS;
}

int nvmlSystemGetDriverVersion(char *version, unsigned int length) {
    return initialised ? text(version, length, "570.00-standin") : misuse(UNINITIALIZED);
}

int nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = 12080; return initialised ? SUCCESS : misuse(UNINITIALIZED); }

int nvmlDeviceGetCount_v2(unsigned int *count) {
    *count = 0;
    if (!initialised) return misuse(UNINITIALIZED);
    for (int i = 0; i < COUNT; i++) *count += gpus[i].seen;
    return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
    if (!initialised) return misuse(UNINITIALIZED);
    for (int i = 0; i < COUNT; i++) {
        if (gpus[i].seen && index-- == 0) {
            *device = &gpus[i];
            return SUCCESS;
        }
    }
    return INVALID_ARGUMENT;
}

int nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
    if (!initialised) return misuse(UNINITIALIZED);
    for (int i = 0; i < COUNT; i++) {
        if (gpus[i].seen && strcmp(uuid, gpus[i].uuid) == 0) {
            *device = &gpus[i];
            return SUCCESS;
        }
    }
    return NOT_FOUND;
}

int nvmlDeviceGetName(void *device, char *name, unsigned int length) {
    return valid(device) ? text(name, length, ((gpu *) device)->name) : misuse(INVALID_ARGUMENT);
}

int nvmlDeviceGetUUID(void *device, char *uuid, unsigned int length) {
    return valid(device) ? text(uuid, length, ((gpu *) device)->uuid) : misuse(INVALID_ARGUMENT);
}

int nvmlDeviceGetPciInfo_v3(void *device, nvmlPciInfo_t *pci) {
    ASK(0);
    memset(pci, 0, sizeof *pci);
    pci->bus = g->bus;
    pci->pciDeviceId = 0x223610DE;
    snprintf(pci->busIdLegacy, sizeof pci->busIdLegacy, "0000:%02X:00.0", g->bus);
    snprintf(pci->busId, sizeof pci->busId, "00000000:%02X:00.0", g->bus);
    return SUCCESS;
}

int nvmlDeviceGetMemoryInfo(void *device, nvmlMemory_t *memory) {
    ASK(MEMORY);
    *memory = (nvmlMemory_t) {g->memory, g->memory - 1073741824ULL, 1073741824ULL};
    return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(void *device, nvmlUtilization_t *rates) {
    ASK(UTILISATION);
    *rates = (nvmlUtilization_t) {g->percent, 3};
    return SUCCESS;
}

int nvmlDeviceGetTemperature(void *device, int sensor, unsigned int *celsius) {
    ASK(TEMPERATURE);
    if (sensor != 0) return misuse(INVALID_ARGUMENT);
    *celsius = g->celsius;
    return SUCCESS;
}

int nvmlDeviceGetCurrentClocksThrottleReasons(void *device, unsigned long long *reasons) {
    ASK(REASONS);
    *reasons = g->reasons;
    return SUCCESS;
}

int nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) {
    ASK(CAPABILITY);
    *major = g->major;
    *minor = g->minor;
    return SUCCESS;
}

int nvmlDeviceGetNumGpuCores(void *device, unsigned int *cores) {
    ASK(CORES);
    *cores = g->cores;
    return SUCCESS;
}

int nvmlDeviceGetMaxClockInfo(void *device, int type, unsigned int *clock) {
    ASK(CLOCK);
    if (type != 1) return misuse(INVALID_ARGUMENT);
    *clock = g->clock;
    return SUCCESS;
}

int nvmlDeviceGetMigMode(void *device, unsigned int *current, unsigned int *pending) {
    ASK(MIG);
    *current = *pending = g->mig;
    return SUCCESS;
}

int cuInit(unsigned int flags) {
    cuda_initialised = flags == 0;
    return CUDA_SUCCESS;
}

/* CUDA numbers the fastest first: not in the order of NVML. */
int cuDeviceGetByPCIBusId(int *device, const char *bus) {
    if (!cuda_initialised) return CUDA_NOT_INITIALIZED;
    for (int i = 0; i < COUNT; i++) {
        char own[16];
        snprintf(own, sizeof own, "0000:%02x:00.0", gpus[i].bus);
        if (gpus[i].plugged && strcmp(bus, own) == 0) {
            *device = COUNT - 1 - i;
            return CUDA_SUCCESS;
        }
    }
    return CUDA_INVALID_DEVICE;
}
