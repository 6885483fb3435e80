/*
 * Stand-in of an execution provider of ONNX Runtime, in place of a chip's own library: the plug-in interface of version 23 of
 * ONNX Runtime's C API, by the layout of onnxruntime_c_api.h and onnxruntime_ep_c_api.h. It takes the operators Mul and Add on
 * float32 tensors and computes them itself, on this machine's processor; it leaves all others. It can be told to fail.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef EP_NAME
#define EP_NAME "StandInEP"
#endif
#define API_VERSION 23
#define FAIL 1
#define INVALID_ARGUMENT 2
#define EP_FAIL 11
#define CPU 0
#define FLOAT 1
#define PATIENCE_SECONDS 30

typedef struct OrtStatus OrtStatus;
typedef const void *Graph;
typedef const void *Node;
typedef const void *Value;

/* The functions used, by their places in OrtApi and OrtEpApi: both only ever grow at their ends. */
enum {
    CREATE_STATUS = 0, GET_TENSOR_MUTABLE_DATA = 51, GET_TENSOR_ELEMENT_TYPE = 60, GET_DIMENSIONS_COUNT = 61,
    GET_DIMENSIONS = 62, GET_TENSOR_SHAPE_ELEMENT_COUNT = 64, GET_TENSOR_TYPE_AND_SHAPE = 65,
    KERNEL_CONTEXT_GET_INPUT = 90, KERNEL_CONTEXT_GET_OUTPUT = 91, RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99,
    HAS_SESSION_CONFIG_ENTRY = 237, GET_SESSION_CONFIG_ENTRY = 238, CREATE_KEY_VALUE_PAIRS = 295, ADD_KEY_VALUE_PAIR = 296,
    RELEASE_KEY_VALUE_PAIRS = 300, HARDWARE_DEVICE_TYPE = 307, GET_EP_API = 317, GRAPH_GET_NUM_NODES = 344,
    GRAPH_GET_NODES = 345, NODE_GET_NAME = 349, NODE_GET_OPERATOR_TYPE = 350
};
enum { EP_CREATE_DEVICE = 0, EP_ADD_NODES_TO_FUSE = 2 };

static void **api;
static void **ep_api;

#define CALL(index, result, ...) ((result (*)(__VA_ARGS__)) api[index])

typedef struct {
    const void *(*GetApi)(uint32_t version);
    const char *(*GetVersionString)(void);
} OrtApiBase;

typedef struct {
    uint32_t version;
    bool drop_constant_initializers;
} FusionOptions;

typedef struct ComputeInfo {
    uint32_t version;
    OrtStatus *(*CreateState)(struct ComputeInfo *self, void *context, void **state);
    OrtStatus *(*Compute)(struct ComputeInfo *self, void *state, void *context);
    void (*ReleaseState)(struct ComputeInfo *self, void *state);
    /* Behind what ONNX Runtime knows. */
    bool adds;
    bool hangs;
} ComputeInfo;

/* OrtEp; what is left empty at its end is optional. */
typedef struct {
    uint32_t version;
    const char *(*GetName)(const void *self);
    OrtStatus *(*GetCapability)(void *self, Graph graph, void *support);
    OrtStatus *(*Compile)(void *self, Graph *graphs, Node *fused, size_t count, ComputeInfo **infos, void **contexts);
    void (*ReleaseNodeComputeInfos)(void *self, ComputeInfo **infos, size_t count);
    void *optional[12];
} Ep;

/* OrtEpFactory. */
typedef struct {
    uint32_t version;
    const char *(*GetName)(const void *self);
    const char *(*GetVendor)(const void *self);
    OrtStatus *(*GetSupportedDevices)(void *self, const void *const *devices, size_t count, void **out, size_t most,
                                      size_t *number);
    OrtStatus *(*CreateEp)(void *self, const void *const *devices, const void *const *metadata, size_t count,
                           const void *options, const void *logger, Ep **ep);
    void (*ReleaseEp)(void *self, Ep *ep);
    uint32_t (*GetVendorId)(const void *self);
    const char *(*GetVersion)(const void *self);
    OrtStatus *(*Validate)(void *self, const void *const *devices, size_t count, const char *info, int *compatibility);
    OrtStatus *(*CreateAllocator)(void *self, const void *memory, const void *options, void **allocator);
    void (*ReleaseAllocator)(void *self, void *allocator);
    OrtStatus *(*CreateDataTransfer)(void *self, void **transfer);
    bool (*IsStreamAware)(const void *self);
    void *optional[4];
} Factory;

/* What tests switch: see EpStandIn.java, which has the same numbers. */
enum { NO_FAULT, CREATION, COMPILATION, RUN, LOST, MEMORY, NO_DEVICE, CLAIMS_NOTHING };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int fault;
static int factories, eps, infos, computed, hanging, going_on, misuses;

static void count(int *what, int by) {
    pthread_mutex_lock(&mutex);
    *what += by;
    if (*what < 0) misuses++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

static int now(int *what) {
    pthread_mutex_lock(&mutex);
    int value = *what;
    pthread_mutex_unlock(&mutex);
    return value;
}

static bool wait_for(int *what, int least) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    pthread_mutex_lock(&mutex);
    int end = 0;
    while (*what < least && end == 0) end = pthread_cond_timedwait(&changed, &mutex, &until);
    bool there = *what >= least;
    pthread_mutex_unlock(&mutex);
    return there;
}

void standin_fault(int which) {
    pthread_mutex_lock(&mutex);
    fault = which;
    pthread_mutex_unlock(&mutex);
}

/* Factories, providers and compiled graphs that are not released. */
int standin_factories(void) { return now(&factories); }
int standin_live(void) { return now(&eps) + now(&infos); }
int standin_misuses(void) { return now(&misuses); }
/* Nodes computed here so far. */
int standin_computed(void) { return now(&computed); }
int standin_await(int runs) { return wait_for(&hanging, runs); }

void standin_continue(int yes) {
    pthread_mutex_lock(&mutex);
    going_on = yes;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

static OrtStatus *status(int code, const char *message) {
    return CALL(CREATE_STATUS, OrtStatus *, int, const char *)(code, message);
}

static const char *name(const void *self) {
    (void) self;
    return EP_NAME;
}

/* -- a compiled graph: one node ------------------------------------------------------------------------------------- */

typedef struct {
    const float *data;
    size_t size;
    size_t rank;
    int64_t dimensions[8];
} Tensor;

static OrtStatus *tensor(void *context, size_t index, Tensor *out) {
    Value value;
    void *info;
    void *data;
    OrtStatus *bad = CALL(KERNEL_CONTEXT_GET_INPUT, OrtStatus *, void *, size_t, Value *)(context, index, &value);
    if (!bad) bad = CALL(GET_TENSOR_MUTABLE_DATA, OrtStatus *, Value, void **)(value, &data);
    if (!bad) bad = CALL(GET_TENSOR_TYPE_AND_SHAPE, OrtStatus *, Value, void **)(value, &info);
    if (bad) return bad;
    int type = 0;
    bad = CALL(GET_TENSOR_ELEMENT_TYPE, OrtStatus *, void *, int *)(info, &type);
    if (!bad) bad = CALL(GET_TENSOR_SHAPE_ELEMENT_COUNT, OrtStatus *, void *, size_t *)(info, &out->size);
    if (!bad) bad = CALL(GET_DIMENSIONS_COUNT, OrtStatus *, void *, size_t *)(info, &out->rank);
    if (!bad && (out->rank > 8 || type != FLOAT)) bad = status(INVALID_ARGUMENT, EP_NAME ": a tensor this chip lacks");
    if (!bad) bad = CALL(GET_DIMENSIONS, OrtStatus *, void *, int64_t *, size_t)(info, out->dimensions, out->rank);
    CALL(RELEASE_TENSOR_TYPE_AND_SHAPE_INFO, void, void *)(info);
    out->data = data;
    return bad;
}

static OrtStatus *create_state(ComputeInfo *self, void *context, void **state) {
    (void) context;
    *state = self;
    return NULL;
}

static void release_state(ComputeInfo *self, void *state) {
    if (state != self) count(&misuses, 1);
}

/* The second operand has the shape of the first, or one element. */
static OrtStatus *compute(ComputeInfo *self, void *state, void *context) {
    if (state != self) count(&misuses, 1);
    if (self->hangs) {
        count(&hanging, 1);
        wait_for(&going_on, 1);
        count(&hanging, -1);
    }
    switch (now(&fault)) {
        case RUN: return status(EP_FAIL, EP_NAME ": error 0x17 in queue 3");
        case LOST: return status(EP_FAIL, EP_NAME ": device lost");
        case MEMORY: return status(FAIL, EP_NAME ": out of memory on the device");
        default: break;
    }
    Tensor a, b;
    OrtStatus *bad = tensor(context, 0, &a);
    if (!bad) bad = tensor(context, 1, &b);
    if (!bad && b.size != a.size && b.size != 1) bad = status(INVALID_ARGUMENT, EP_NAME ": shapes this chip lacks");
    void *result;
    float *out;
    if (!bad) {
        bad = CALL(KERNEL_CONTEXT_GET_OUTPUT, OrtStatus *, void *, size_t, const int64_t *, size_t, void **)(
            context, 0, a.dimensions, a.rank, &result);
    }
    if (!bad) bad = CALL(GET_TENSOR_MUTABLE_DATA, OrtStatus *, void *, void **)(result, (void **) &out);
    if (bad) return bad;
    for (size_t i = 0; i < a.size; i++) {
        float other = b.data[b.size == 1 ? 0 : i];
        out[i] = self->adds ? a.data[i] + other : a.data[i] * other;
    }
    count(&computed, 1);
    return NULL;
}

/* -- a provider: of one session ------------------------------------------------------------------------------------- */

static OrtStatus *nodes_of(Graph graph, Node **nodes, size_t *number) {
    OrtStatus *bad = CALL(GRAPH_GET_NUM_NODES, OrtStatus *, Graph, size_t *)(graph, number);
    if (bad) return bad;
    *nodes = calloc(*number + 1, sizeof **nodes);
    return CALL(GRAPH_GET_NODES, OrtStatus *, Graph, Node *, size_t)(graph, *nodes, *number);
}

static OrtStatus *get_capability(void *self, Graph graph, void *support) {
    (void) self;
    if (now(&fault) == CLAIMS_NOTHING) return NULL;
    Node *nodes = NULL;
    size_t number = 0;
    OrtStatus *bad = nodes_of(graph, &nodes, &number);
    for (size_t i = 0; !bad && i < number; i++) {
        const char *type;
        bad = CALL(NODE_GET_OPERATOR_TYPE, OrtStatus *, Node, const char **)(nodes[i], &type);
        if (!bad && (!strcmp(type, "Mul") || !strcmp(type, "Add"))) {
            FusionOptions options = {API_VERSION, false};
            bad = ((OrtStatus * (*)(void *, Node *, size_t, const FusionOptions *)) ep_api[EP_ADD_NODES_TO_FUSE])(
                support, &nodes[i], 1, &options);
        }
    }
    free(nodes);
    return bad;
}

static OrtStatus *compile(void *self, Graph *graphs, Node *fused, size_t number, ComputeInfo **out, void **contexts) {
    (void) self;
    (void) fused;
    (void) contexts;
    if (now(&fault) == COMPILATION) return status(EP_FAIL, EP_NAME ": the compiler ran out of registers");
    for (size_t i = 0; i < number; i++) {
        Node *nodes = NULL;
        size_t size = 0;
        const char *type = "";
        const char *label = "";
        OrtStatus *bad = nodes_of(graphs[i], &nodes, &size);
        if (!bad) bad = CALL(NODE_GET_OPERATOR_TYPE, OrtStatus *, Node, const char **)(nodes[0], &type);
        if (!bad) bad = CALL(NODE_GET_NAME, OrtStatus *, Node, const char **)(nodes[0], &label);
        ComputeInfo *info = calloc(1, sizeof *info);
        *info = (ComputeInfo) {API_VERSION, create_state, compute, release_state, !strcmp(type, "Add"),
                               strstr(label, "hang") != NULL};
        free(nodes);
        if (bad) {
            free(info);
            return bad;
        }
        count(&infos, 1);
        out[i] = info;
    }
    return NULL;
}

static void release_infos(void *self, ComputeInfo **released, size_t number) {
    (void) self;
    for (size_t i = 0; i < number; i++) {
        free(released[i]);
        count(&infos, -1);
    }
}

/* -- the library ---------------------------------------------------------------------------------------------------- */

static const char *vendor(const void *self) {
    (void) self;
    return "Stand-in";
}

static const char *version(const void *self) {
    (void) self;
    return "1.2.3";
}

static uint32_t vendor_id(const void *self) {
    (void) self;
    return 0x1d87;
}

/* ONNX Runtime finds no chip of a vendor it does not know: such providers speak for the processor's entry. */
static OrtStatus *supported(void *self, const void *const *devices, size_t number, void **out, size_t most, size_t *found) {
    *found = 0;
    if (now(&fault) == NO_DEVICE) return NULL;
    for (size_t i = 0; i < number && *found < most; i++) {
        if (CALL(HARDWARE_DEVICE_TYPE, int, const void *)(devices[i]) != CPU) continue;
        void *metadata = NULL;
        CALL(CREATE_KEY_VALUE_PAIRS, void, void **)(&metadata);
        CALL(ADD_KEY_VALUE_PAIR, void, void *, const char *, const char *)(metadata, "chip", "Virtual 1");
        OrtStatus *bad = ((OrtStatus * (*)(void *, const void *, const void *, const void *, void **))
                              ep_api[EP_CREATE_DEVICE])(self, devices[i], metadata, NULL, &out[*found]);
        CALL(RELEASE_KEY_VALUE_PAIRS, void, void *)(metadata);
        if (bad) return bad;
        (*found)++;
        break;
    }
    return NULL;
}

/* Knows the option "core", which is 0 or 1. ONNX Runtime puts the provider's name in lower case before it. */
static OrtStatus *check_options(const void *options) {
    char key[64] = "ep.";
    for (const char *c = EP_NAME; *c; c++) key[strlen(key)] = (char) (*c | 0x20);
    strcat(key, ".core");
    int there = 0;
    OrtStatus *bad = CALL(HAS_SESSION_CONFIG_ENTRY, OrtStatus *, const void *, const char *, int *)(options, key, &there);
    char text[16] = "0";
    size_t size = sizeof text;
    if (!bad && there) {
        bad = CALL(GET_SESSION_CONFIG_ENTRY, OrtStatus *, const void *, const char *, char *, size_t *)(
            options, key, text, &size);
    }
    if (!bad && strcmp(text, "0") && strcmp(text, "1")) {
        char message[64];
        snprintf(message, sizeof message, EP_NAME ": core must be 0 or 1, not %s", text);
        return status(INVALID_ARGUMENT, message);
    }
    return bad;
}

static OrtStatus *create_ep(void *self, const void *const *devices, const void *const *metadata, size_t number,
                            const void *options, const void *logger, Ep **out) {
    (void) self;
    (void) devices;
    (void) metadata;
    (void) logger;
    if (number != 1) return status(INVALID_ARGUMENT, EP_NAME ": one device at a time");
    if (now(&fault) == CREATION) return status(EP_FAIL, EP_NAME ": firmware does not answer");
    if (now(&fault) == LOST) return status(EP_FAIL, EP_NAME ": device lost");
    OrtStatus *bad = check_options(options);
    if (bad) return bad;
    Ep *ep = calloc(1, sizeof *ep);
    ep->version = API_VERSION;
    ep->GetName = name;
    ep->GetCapability = get_capability;
    ep->Compile = compile;
    ep->ReleaseNodeComputeInfos = release_infos;
    *out = ep;
    count(&eps, 1);
    return NULL;
}

static void release_ep(void *self, Ep *ep) {
    (void) self;
    free(ep);
    count(&eps, -1);
}

static OrtStatus *validate(void *self, const void *const *devices, size_t number, const char *info, int *compatibility) {
    (void) self;
    (void) devices;
    (void) number;
    (void) info;
    *compatibility = 0;
    return NULL;
}

static OrtStatus *create_allocator(void *self, const void *memory, const void *options, void **allocator) {
    (void) self;
    (void) memory;
    (void) options;
    *allocator = NULL;
    return NULL;
}

static void release_allocator(void *self, void *allocator) {
    (void) self;
    (void) allocator;
}

static OrtStatus *create_data_transfer(void *self, void **transfer) {
    (void) self;
    *transfer = NULL;
    return NULL;
}

static bool is_stream_aware(const void *self) {
    (void) self;
    return false;
}

OrtStatus *CreateEpFactories(const char *registered, const OrtApiBase *base, const void *logger, void **out, size_t most,
                             size_t *number) {
    (void) registered;
    (void) logger;
    api = (void **) base->GetApi(API_VERSION);
    if (!api || most < 1) return NULL;
    ep_api = CALL(GET_EP_API, void **, void)();
    Factory *factory = calloc(1, sizeof *factory);
    factory->version = API_VERSION;
    factory->GetName = name;
    factory->GetVendor = vendor;
    factory->GetSupportedDevices = supported;
    factory->CreateEp = create_ep;
    factory->ReleaseEp = release_ep;
    factory->GetVendorId = vendor_id;
    factory->GetVersion = version;
    factory->Validate = validate;
    factory->CreateAllocator = create_allocator;
    factory->ReleaseAllocator = release_allocator;
    factory->CreateDataTransfer = create_data_transfer;
    factory->IsStreamAware = is_stream_aware;
    out[0] = factory;
    *number = 1;
    count(&factories, 1);
    return NULL;
}

OrtStatus *ReleaseEpFactory(void *factory) {
    /* Its providers must be gone, or they would call into what is unmapped next. */
    if (now(&eps) > 0) count(&misuses, 1);
    free(factory);
    count(&factories, -1);
    return NULL;
}
