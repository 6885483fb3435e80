/*
 * A stand-in for Intel's libopenvino_c: the functions and structures of openvino/c that the driver binds, in their binary
 * form, without a device. It runs one kind of model, y = a * x + b over a picture, on the tensors it is given, and fails in
 * the ways the real one does: as the model's header says, or as the standin_ functions are told.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OK = 0, GENERAL_ERROR = -1, NOT_FOUND = -5, OUT_OF_BOUNDS = -6, INVALID_C_PARAM = -14 };
enum { F32 = 5, U8 = 17, U3 = 14 };
enum { CORE = 1, MODEL, COMPILED, PORT, REQUEST, TENSOR, TEXT, SHAPE, PARTIAL, LISTING };

typedef struct { int64_t rank; int64_t *dims; } ov_shape_t;
typedef struct { int64_t min, max; } ov_dimension_t;
typedef struct { ov_dimension_t rank; ov_dimension_t *dims; } ov_partial_shape_t;
typedef struct { const char *buildNumber, *description; } ov_version_t;
typedef struct { char **devices; size_t size; } ov_available_devices_t;

/* The whole of a model's file. */
typedef struct {
    char magic[4];            /* OVTM */
    int32_t version;          /* only 11 is read */
    int32_t load_memory, bind_memory, run_fails, outputs, hang, type;
    int32_t height, width, channels;
    float a, b;
    int32_t open;             /* whether the batch can be any; a device takes it only when it has been made 1 */
} model_file;

typedef struct { model_file file; } model;
typedef struct { model_file file; int output; int index; } port;
typedef struct { int type; int64_t count; int64_t dims[8]; int rank; void *data; int own; } tensor;
typedef struct { model_file file; const tensor *in, *out; float *open; int64_t open_count; atomic_int busy; } request;

/* Every object that was handed out, by kind: what is freed twice, or used after, is not in here. */
#define MOST 65536
static struct { void *object; int kind; } objects[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int live, misuses, unplugged, unlisted;
static int waiting, go_on;
static _Thread_local char last_error[512];

static void *keep(int kind, void *object) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST; i++) {
        if (!objects[i].object) { objects[i].object = object; objects[i].kind = kind; break; }
    }
    pthread_mutex_unlock(&lock);
    live++;
    return object;
}

static int known(int kind, const void *object) {
    int found = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST && !found; i++) found = objects[i].object == object && objects[i].kind == kind;
    pthread_mutex_unlock(&lock);
    if (!found) misuses++;
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
    if (!found) { misuses++; return 0; }
    live--;
    return 1;
}

static int fail(const char *text) {
    snprintf(last_error, sizeof last_error, "Exception from src/inference/src/core.cpp:126:\n%s\n", text);
    return GENERAL_ERROR;
}

static char *text(const char *from) { return keep(TEXT, strdup(from)); }

char *ov_get_last_err_msg(void) { return text(last_error); }

void ov_free(char *what) { if (what && drop(TEXT, what)) free(what); }

int ov_get_openvino_version(ov_version_t *version) {
    version->buildNumber = text("2024.6.0-standin");
    version->description = text("OpenVINO Runtime");
    return OK;
}

void ov_version_free(ov_version_t *version) {
    ov_free((char *) version->buildNumber);
    ov_free((char *) version->description);
}

int ov_core_create(void **core) { *core = keep(CORE, malloc(1)); return OK; }

void ov_core_free(void *core) { if (drop(CORE, core)) free(core); }

int ov_core_get_available_devices(const void *core, ov_available_devices_t *devices) {
    if (!known(CORE, core)) return INVALID_C_PARAM;
    devices->size = unlisted ? 1 : 2;
    devices->devices = keep(LISTING, malloc(2 * sizeof(char *)));
    devices->devices[0] = strdup("CPU");
    devices->devices[1] = strdup("NPU");
    return OK;
}

void ov_available_devices_free(ov_available_devices_t *devices) {
    if (!drop(LISTING, devices->devices)) return;
    free(devices->devices[0]);
    free(devices->devices[1]);
    free(devices->devices);
}

int ov_core_get_property(const void *core, const char *device, const char *key, char **value) {
    if (!known(CORE, core)) return INVALID_C_PARAM;
    if (!strcmp(key, "FULL_DEVICE_NAME")) {
        *value = text(strcmp(device, "NPU") ? "Stand-in processor" : "Intel(R) AI Boost (stand-in)");
        return OK;
    }
    if (!strcmp(key, "NPU_DEVICE_TOTAL_MEM_SIZE") && !strcmp(device, "NPU")) {
        *value = text("4294967296");
        return OK;
    }
    return fail("Unsupported property key by plugin");
}

int ov_core_read_model_from_memory_buffer(
        const void *core, const char *content, size_t size, const void *weights, void **read) {
    if (!known(CORE, core) || weights) return INVALID_C_PARAM;
    model_file file;
    if (size != sizeof file || memcmp(content, "OVTM", 4)) return fail("Unable to read the model: no frontend");
    memcpy(&file, content, sizeof file);
    if (file.version != 11) return fail("Unsupported IR version: 12");
    model *made = malloc(sizeof *made);
    made->file = file;
    *read = keep(MODEL, made);
    return OK;
}

int ov_core_read_model(const void *core, const char *path, const char *weights, void **read) {
    char content[4096];
    FILE *in = fopen(path, "rb");
    if (!in) return fail("Model file does not exist");
    size_t size = fread(content, 1, sizeof content, in);
    fclose(in);
    return ov_core_read_model_from_memory_buffer(core, content, size, weights, read);
}

int ov_model_inputs_size(const model *read, size_t *size) {
    if (!known(MODEL, read)) return INVALID_C_PARAM;
    *size = 1;
    return OK;
}

int ov_model_reshape_by_port_indexes(
        model *read, const size_t *indexes, const ov_partial_shape_t *shapes, size_t count) {
    if (!known(MODEL, read) || count != 1 || indexes[0] || shapes->rank.min != 4 || shapes->rank.max != 4)
        return INVALID_C_PARAM;
    const model_file *f = &read->file;
    int64_t sizes[] = {1, f->channels, f->height, f->width};
    for (int i = 0; i < 4; i++) {
        if (shapes->dims[i].min != sizes[i] || shapes->dims[i].max != sizes[i])
            return fail("Check 'node->input_shape' failed: the shapes do not fit");
    }
    read->file.open = 0;
    return OK;
}

void ov_model_free(void *read) { if (drop(MODEL, read)) free(read); }

int ov_core_compile_model(
        const void *core, const model *read, const char *device, size_t texts, void **compiled, ...) {
    if (!known(CORE, core) || !known(MODEL, read) || texts % 2) return INVALID_C_PARAM;
    va_list properties;
    va_start(properties, compiled);
    for (size_t i = 0; i < texts; i += 2) {
        const char *key = va_arg(properties, const char *), *value = va_arg(properties, const char *);
        if (strcmp(key, "PERFORMANCE_HINT") || strcmp(value, "LATENCY")) { va_end(properties); return INVALID_C_PARAM; }
    }
    va_end(properties);
    if (strcmp(device, "NPU") && strcmp(device, "CPU")) return NOT_FOUND;
    if (unplugged) return fail("L0 zeCommandQueueCreate result: ZE_RESULT_ERROR_DEVICE_LOST, code 0x70000001");
    if (read->file.open) return fail("to_shape was called on a dynamic shape.");
    if (read->file.load_memory) return fail("L0 pfnCreate2 result: ZE_RESULT_ERROR_OUT_OF_DEVICE_MEMORY");
    model *made = malloc(sizeof *made);
    *made = *read;
    *compiled = keep(COMPILED, made);
    return OK;
}

void ov_compiled_model_free(void *compiled) { if (drop(COMPILED, compiled)) free(compiled); }

int ov_compiled_model_inputs_size(const model *compiled, size_t *size) {
    if (!known(COMPILED, compiled)) return INVALID_C_PARAM;
    *size = 1;
    return OK;
}

int ov_compiled_model_outputs_size(const model *compiled, size_t *size) {
    if (!known(COMPILED, compiled)) return INVALID_C_PARAM;
    *size = (size_t) compiled->file.outputs;
    return OK;
}

static int add_port(int kind, const model *compiled, size_t index, int output, void **made) {
    if (!known(kind, compiled)) return INVALID_C_PARAM;
    if (index >= (output ? 2u : 1u)) { fail("Port index is out of range"); return OUT_OF_BOUNDS; }
    port *new = malloc(sizeof *new);
    *new = (port) {compiled->file, output, (int) index};
    *made = keep(PORT, new);
    return OK;
}

int ov_compiled_model_input_by_index(const model *compiled, size_t index, void **made) {
    return add_port(COMPILED, compiled, index, 0, made);
}

int ov_model_const_input_by_index(const model *read, size_t index, void **made) {
    return add_port(MODEL, read, index, 0, made);
}

int ov_compiled_model_output_by_index(const model *compiled, size_t index, void **made) {
    return add_port(COMPILED, compiled, index, 1, made);
}

void ov_output_const_port_free(void *what) { if (drop(PORT, what)) free(what); }

int ov_port_get_any_name(const port *of, char **name) {
    if (!known(PORT, of)) return INVALID_C_PARAM;
    if (of->output && of->index) return fail("Attempt to get a name for a Tensor without names");
    *name = text(of->output ? "result" : "picture");
    return OK;
}

int ov_port_get_element_type(const port *of, int *type) {
    if (!known(PORT, of)) return INVALID_C_PARAM;
    *type = of->output ? F32 : of->file.type;
    return OK;
}

/* The second output has as many elements as the first has above nought: nobody knows before. */
int ov_port_get_partial_shape(const port *of, ov_partial_shape_t *shape) {
    if (!known(PORT, of)) return INVALID_C_PARAM;
    const model_file *f = &of->file;
    shape->dims = keep(PARTIAL, calloc(4, sizeof(ov_dimension_t)));
    if (of->output && of->index) {
        shape->rank = (ov_dimension_t) {1, 1};
        shape->dims[0] = (ov_dimension_t) {0, -1};
    } else {
        shape->rank = (ov_dimension_t) {4, 4};
        int64_t sizes[] = {1, f->channels, f->height, f->width};
        for (int i = 0; i < 4; i++) shape->dims[i] = (ov_dimension_t) {sizes[i], sizes[i]};
        if (f->open) shape->dims[0] = (ov_dimension_t) {0, -1};
    }
    return OK;
}

void ov_partial_shape_free(ov_partial_shape_t *shape) { if (drop(PARTIAL, shape->dims)) free(shape->dims); }

int ov_shape_free(ov_shape_t *shape) {
    if (drop(SHAPE, shape->dims)) free(shape->dims);
    return OK;
}

static int64_t bits(int type) { return type == F32 ? 32 : type == U8 ? 8 : type == U3 ? 3 : 64; }

static int add_tensor(int type, ov_shape_t shape, void *data, void **made) {
    if (shape.rank < 0 || shape.rank > 8) return INVALID_C_PARAM;
    tensor *new = calloc(1, sizeof *new);
    new->type = type;
    new->rank = (int) shape.rank;
    new->count = 1;
    for (int i = 0; i < new->rank; i++) new->count *= new->dims[i] = shape.dims[i];
    new->own = !data;
    new->data = data ? data : malloc((size_t) (new->count * 8 + 1));
    *made = keep(TENSOR, new);
    return OK;
}

int ov_tensor_create(int type, ov_shape_t shape, void **made) { return add_tensor(type, shape, NULL, made); }

int ov_tensor_create_from_host_ptr(int type, ov_shape_t shape, void *host, void **made) {
    return host ? add_tensor(type, shape, host, made) : INVALID_C_PARAM;
}

int ov_tensor_get_byte_size(const tensor *of, size_t *size) {
    if (!known(TENSOR, of)) return INVALID_C_PARAM;
    *size = (size_t) ((of->count * bits(of->type) + 7) / 8);
    return OK;
}

int ov_tensor_get_shape(const tensor *of, ov_shape_t *shape) {
    if (!known(TENSOR, of)) return INVALID_C_PARAM;
    shape->rank = of->rank;
    shape->dims = keep(SHAPE, malloc(sizeof of->dims));
    memcpy(shape->dims, of->dims, sizeof of->dims);
    return OK;
}

int ov_tensor_data(const tensor *of, void **data) {
    if (!known(TENSOR, of)) return INVALID_C_PARAM;
    *data = of->data;
    return OK;
}

void ov_tensor_free(tensor *what) {
    if (!drop(TENSOR, what)) return;
    if (what->own) free(what->data);
    free(what);
}

int ov_compiled_model_create_infer_request(const model *compiled, void **made) {
    if (!known(COMPILED, compiled)) return INVALID_C_PARAM;
    if (unplugged) return fail("L0 zeContextCreate result: ZE_RESULT_ERROR_DEVICE_LOST");
    if (compiled->file.bind_memory) return fail("L0 zeMemAllocHost result: ZE_RESULT_ERROR_OUT_OF_HOST_MEMORY");
    request *new = calloc(1, sizeof *new);
    new->file = compiled->file;
    *made = keep(REQUEST, new);
    return OK;
}

void ov_infer_request_free(request *what) {
    if (what->busy) misuses++;
    if (!drop(REQUEST, what)) return;
    free(what->open);
    free(what);
}

static int fits(const request *of, const tensor *with) {
    return with->count == (int64_t) of->file.channels * of->file.height * of->file.width;
}

int ov_infer_request_set_input_tensor_by_index(request *of, size_t index, const tensor *with) {
    if (!known(REQUEST, of) || !known(TENSOR, with) || index || !fits(of, with)) return INVALID_C_PARAM;
    of->in = with;
    return OK;
}

int ov_infer_request_set_output_tensor_by_index(request *of, size_t index, const tensor *with) {
    if (!known(REQUEST, of) || !known(TENSOR, with) || index || !fits(of, with)) return INVALID_C_PARAM;
    of->out = with;
    return OK;
}

int ov_infer_request_get_output_tensor_by_index(const request *of, size_t index, void **made) {
    if (!known(REQUEST, of) || index != 1) return INVALID_C_PARAM;
    return add_tensor(F32, (ov_shape_t) {1, (int64_t *) &of->open_count}, of->open, made);
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

int ov_infer_request_infer(request *of) {
    if (!known(REQUEST, of) || !of->in || !of->out || !known(TENSOR, of->in) || !known(TENSOR, of->out))
        return INVALID_C_PARAM;
    if (atomic_exchange(&of->busy, 1)) misuses++;
    int code = OK;
    if (unplugged) code = fail("L0 zeFenceHostSynchronize result: ZE_RESULT_ERROR_DEVICE_LOST");
    else if (of->file.run_fails) code = fail("Infer Request: layer conv1 failed");
    else if (of->file.hang) hang(of->file.hang);
    if (code == OK && unplugged) code = fail("L0 zeFenceHostSynchronize result: ZE_RESULT_ERROR_DEVICE_LOST");
    if (code == OK) {
        float *to = of->out->data;
        of->open = realloc(of->open, (size_t) (of->in->count + 1) * sizeof(float));
        of->open_count = 0;
        for (int64_t i = 0; i < of->in->count; i++) {
            float x = of->in->type == U8 ? ((uint8_t *) of->in->data)[i] : ((float *) of->in->data)[i];
            to[i] = of->file.a * x + of->file.b;
            if (to[i] > 0) of->open[of->open_count++] = to[i];
        }
    }
    of->busy = 0;
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
