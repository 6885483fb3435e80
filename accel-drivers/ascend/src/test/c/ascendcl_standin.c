/*
 * A stand-in for Huawei's libascendcl: the functions and structures of acl/acl_*.h that the driver binds, in their binary
 * form, without an NPU. It runs one kind of model, y = a * x + b over a picture, on memory of the device, which is apart from
 * that of the host, and fails in the ways the real one does: as the model's header says, or as the standin_ functions are
 * told.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OK = 0, INVALID_PARAM = 100000, UNINITIALIZE = 100001, REPEAT_INITIALIZE = 100002, INVALID_MODEL_ID = 100011,
       PARSE_MODEL = 100013, CONTEXT_NULL = 107002, RT_MEMORY_ALLOCATION = 207001, GE_MEMORY_ALLOCATION = 245000,
       LOST_HEARTBEAT = 507010, MODEL_EXECUTE = 507011, LOAD_KERNEL_PARTITION_FAILED = 545005 };
enum { CONTEXT = 1, HOST_MEMORY, DEVICE_MEMORY, DESCRIPTION, DATASET, BUFFER };

typedef struct { char name[128]; size_t dimCount; int64_t dims[128]; } aclmdlIODims;
typedef struct { int32_t cube, vector, aicpu, memory; void *extend; } aclrtUtilizationInfo;

/* The whole of a model's file. */
typedef struct {
    char magic[4];            /* OMTM */
    int32_t load_code;        /* what aclmdlLoadFromMem answers */
    int32_t takes_all;        /* while it is loaded no more memory can be had */
    int32_t run_code;         /* what aclmdlExecute answers */
    int32_t hang, outputs, type;
    int32_t height, width, channels;
    float a, b;
} model_file;

typedef struct { void *data; size_t size; } buffer;
typedef struct { buffer *buffers[8]; int count; } dataset;
typedef struct { model_file file; } description;

#define MOST 65536
static struct { void *object; int kind; } objects[MOST];
#define MOST_MODELS 4096
static struct { model_file file; int loaded; atomic_int running; } models[MOST_MODELS];
static uint32_t last_model;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int live, misuses, unplugged, unlisted, initialised, exhausted, devices_set;
static int waiting, go_on;
static _Thread_local void *current;

/* Who cannot call into this process pulls the device out by a file beside the library. */
static int pulled(void) {
    Dl_info self;
    char mark[4096];
    if (!dladdr((void *) &live, &self)) return 0;
    snprintf(mark, sizeof mark, "%s.unplugged", self.dli_fname);
    return access(mark, F_OK) == 0;
}

static int away(void) { return unplugged || pulled(); }

static void *keep(int kind, void *object) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST; i++) {
        if (!objects[i].object) { objects[i].object = object; objects[i].kind = kind; break; }
    }
    pthread_mutex_unlock(&lock);
    live++;
    return object;
}

static int is(int kind, const void *object) {
    int found = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST && !found; i++) found = objects[i].object == object && objects[i].kind == kind;
    pthread_mutex_unlock(&lock);
    return found;
}

static int drop(int kind, void *object) {
    int found = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST && !found; i++) {
        found = objects[i].object == object && objects[i].kind == kind;
        if (found) objects[i].object = NULL;
    }
    pthread_mutex_unlock(&lock);
    if (!found) { misuses++; return INVALID_PARAM; }
    free(object);
    live--;
    return OK;
}

/* Each call that works on a device has to be made in a context that still is. */
static int in_context(void) {
    if (!initialised) { misuses++; return UNINITIALIZE; }
    if (!current || !is(CONTEXT, current)) { misuses++; return CONTEXT_NULL; }
    return away() ? LOST_HEARTBEAT : OK;
}

static int in_context_to_free(void) {
    int code = in_context();
    return code == LOST_HEARTBEAT ? OK : code;
}

int aclInit(const char *configuration) {
    (void) configuration;
    if (atomic_exchange(&initialised, 1)) return REPEAT_INITIALIZE;
    live++;
    return OK;
}

int aclFinalize(void) {
    if (!atomic_exchange(&initialised, 0)) { misuses++; return UNINITIALIZE; }
    if (--live) misuses++;
    return OK;
}

int aclrtGetVersion(int32_t *major, int32_t *minor, int32_t *patch) {
    *major = 1; *minor = 14; *patch = 0;
    return OK;
}

const char *aclrtGetSocName(void) { return "Ascend310B4"; }

const char *aclGetRecentErrMsg(void) { return away() ? "EL0005: device heartbeat is lost.\n  TraceBack\n" : NULL; }

int aclrtGetDeviceCount(uint32_t *count) {
    *count = unlisted || pulled() ? 0 : 1;
    return initialised ? OK : UNINITIALIZE;
}

int aclrtSetDevice(int32_t device) {
    if (device != 0) return INVALID_PARAM;
    if (away()) return LOST_HEARTBEAT;
    devices_set++;
    live++;
    return OK;
}

int aclrtResetDevice(int32_t device) {
    if (device != 0 || devices_set-- <= 0) { misuses++; return INVALID_PARAM; }
    live--;
    return OK;
}

int aclrtCreateContext(void **context, int32_t device) {
    if (device != 0 || !devices_set) return INVALID_PARAM;
    *context = current = keep(CONTEXT, malloc(1));
    return OK;
}

int aclrtDestroyContext(void *context) { return drop(CONTEXT, context); }

int aclrtSetCurrentContext(void *context) {
    if (!is(CONTEXT, context)) { misuses++; return CONTEXT_NULL; }
    current = context;
    return OK;
}

int aclrtGetMemInfo(int kind, size_t *available, size_t *total) {
    int code = in_context();
    if (code) return code;
    *total = kind == 0 ? 4000000000u : 0;
    *available = kind == 0 ? 3000000000u : 0;
    return OK;
}

#ifndef WITHOUT_UTILISATION
int aclrtGetDeviceUtilizationRate(int32_t device, aclrtUtilizationInfo *info) {
    if (device != 0 || info->extend) return INVALID_PARAM;
    *info = (aclrtUtilizationInfo) {60, -1, 5, 25, NULL};
    return OK;
}
#endif

static int allocate(int kind, void **memory, size_t size) {
    int code = in_context();
    if (code) return code;
    if (!size) return INVALID_PARAM;
    if (exhausted && kind == DEVICE_MEMORY) return RT_MEMORY_ALLOCATION;
    *memory = keep(kind, malloc(size));
    return OK;
}

int aclrtMalloc(void **memory, size_t size, int policy) {
    return policy ? INVALID_PARAM : allocate(DEVICE_MEMORY, memory, size);
}

int aclrtMallocHost(void **memory, size_t size) { return allocate(HOST_MEMORY, memory, size); }

int aclrtFree(void *memory) {
    int code = in_context_to_free();
    return code ? code : drop(DEVICE_MEMORY, memory);
}

int aclrtFreeHost(void *memory) {
    int code = in_context_to_free();
    return code ? code : drop(HOST_MEMORY, memory);
}

int aclrtMemcpy(void *to, size_t capacity, const void *from, size_t size, int kind) {
    int code = in_context();
    if (code) return code;
    if (size > capacity || !is(kind == 1 ? DEVICE_MEMORY : HOST_MEMORY, to)
            || !is(kind == 1 ? HOST_MEMORY : DEVICE_MEMORY, from)) return INVALID_PARAM;
    memcpy(to, from, size);
    return OK;
}

int aclmdlLoadFromMem(const void *content, size_t size, uint32_t *id) {
    int code = in_context();
    if (code) return code;
    model_file file;
    if (size != sizeof file || memcmp(content, "OMTM", 4)) return PARSE_MODEL;
    memcpy(&file, content, sizeof file);
    if (file.load_code) return file.load_code;
    pthread_mutex_lock(&lock);
    *id = ++last_model;
    models[*id].file = file;
    models[*id].loaded = 1;
    pthread_mutex_unlock(&lock);
    if (file.takes_all) exhausted++;
    live++;
    return OK;
}

static int loaded(uint32_t id) { return id < MOST_MODELS && models[id].loaded; }

int aclmdlUnload(uint32_t id) {
    int code = in_context_to_free();
    if (code) return code;
    if (!loaded(id) || models[id].running) { misuses++; return INVALID_MODEL_ID; }
    models[id].loaded = 0;
    if (models[id].file.takes_all) exhausted--;
    live--;
    return OK;
}

void *aclmdlCreateDesc(void) { return keep(DESCRIPTION, calloc(1, sizeof(description))); }

int aclmdlDestroyDesc(void *what) { return drop(DESCRIPTION, what); }

int aclmdlGetDesc(description *of, uint32_t id) {
    if (!is(DESCRIPTION, of) || !loaded(id)) { misuses++; return INVALID_MODEL_ID; }
    of->file = models[id].file;
    return OK;
}

size_t aclmdlGetNumInputs(const description *of) { (void) of; return 1; }

size_t aclmdlGetNumOutputs(const description *of) { return (size_t) of->file.outputs; }

static size_t elements(const model_file *file) { return (size_t) file->height * file->width * file->channels; }

/* Rounded up, as the device does. */
static size_t bytes(const model_file *file) { return (elements(file) * sizeof(float) + 63) / 64 * 64; }

size_t aclmdlGetInputSizeByIndex(const description *of, size_t index) { return index < 1 ? bytes(&of->file) : 0; }

size_t aclmdlGetOutputSizeByIndex(const description *of, size_t index) { return index < 2 ? bytes(&of->file) : 0; }

static int describe(const description *of, aclmdlIODims *dims) {
    dims->dimCount = 4;
    int64_t sizes[] = {1, of->file.channels, of->file.height, of->file.width};
    memcpy(dims->dims, sizes, sizeof sizes);
    return OK;
}

int aclmdlGetInputDims(const description *of, size_t index, aclmdlIODims *dims) {
    return index < 1 ? describe(of, dims) : INVALID_PARAM;
}

int aclmdlGetOutputDims(const description *of, size_t index, aclmdlIODims *dims) {
    return index < 2 ? describe(of, dims) : INVALID_PARAM;
}

const char *aclmdlGetInputNameByIndex(const description *of, size_t index) { (void) of; return index < 1 ? "picture" : ""; }

const char *aclmdlGetOutputNameByIndex(const description *of, size_t index) {
    (void) of;
    return index == 0 ? "result" : index == 1 ? "copy" : "";
}

int aclmdlGetInputDataType(const description *of, size_t index) { (void) index; return of->file.type; }

int aclmdlGetOutputDataType(const description *of, size_t index) { (void) of; (void) index; return 0; }

void *aclmdlCreateDataset(void) { return keep(DATASET, calloc(1, sizeof(dataset))); }

int aclmdlDestroyDataset(void *what) { return drop(DATASET, what); }

int aclmdlAddDatasetBuffer(dataset *to, buffer *what) {
    if (!is(DATASET, to) || !is(BUFFER, what) || to->count == 8) { misuses++; return INVALID_PARAM; }
    to->buffers[to->count++] = what;
    return OK;
}

void *aclCreateDataBuffer(void *data, size_t size) {
    buffer *new = calloc(1, sizeof *new);
    *new = (buffer) {data, size};
    return keep(BUFFER, new);
}

int aclDestroyDataBuffer(void *what) { return drop(BUFFER, what); }

static int usable(const dataset *of, int count, const model_file *file) {
    if (!is(DATASET, of) || of->count != count) return 0;
    for (int i = 0; i < count; i++) {
        if (!is(BUFFER, of->buffers[i]) || !is(DEVICE_MEMORY, of->buffers[i]->data)
                || of->buffers[i]->size != bytes(file)) return 0;
    }
    return 1;
}

static void hang(int milliseconds) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += milliseconds / 1000;
    pthread_mutex_lock(&lock);
    waiting++;
    pthread_cond_broadcast(&changed);
    while (!go_on && pthread_cond_timedwait(&changed, &lock, &end) == 0) {}
    waiting--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

int aclmdlExecute(uint32_t id, const dataset *in, dataset *out) {
    int code = in_context();
    if (code) return code;
    if (!loaded(id)) { misuses++; return INVALID_MODEL_ID; }
    const model_file *file = &models[id].file;
    if (!usable(in, 1, file) || !usable(out, file->outputs, file)) { misuses++; return INVALID_PARAM; }
    if (file->run_code) return file->run_code;
    models[id].running++;
    if (file->hang) hang(file->hang);
    if (away()) {
        code = LOST_HEARTBEAT;
    } else {
        const float *x = in->buffers[0]->data;
        for (int o = 0; o < file->outputs; o++) {
            float *y = out->buffers[o]->data;
            for (size_t i = 0; i < elements(file); i++) y[i] = file->a * x[i] + file->b;
        }
    }
    models[id].running--;
    return code;
}

/* For tests only. */

int standin_live(void) { return live; }

int standin_misuses(void) { return misuses; }

void standin_unplug(int away) { unplugged = away; }

void standin_unlist(int away) { unlisted = away; }

/* Waits until so many runs hang. */
void standin_await(int runs) {
    pthread_mutex_lock(&lock);
    while (waiting != runs) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

void standin_continue(int yes) {
    pthread_mutex_lock(&lock);
    go_on = yes;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}
