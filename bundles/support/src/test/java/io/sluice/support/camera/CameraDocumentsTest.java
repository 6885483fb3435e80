package io.sluice.support.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.CameraSpec.Recording;
import io.sluice.api.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraDocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FULL = """
            {"id":"gate-1","name":"Gate","source":{"driver":"rtsp","settings":{"url":"rtsp://h/p","password":"x"}},
             "recording":{"enabled":false,"segmentSeconds":5,"maxAgeHours":0},
             "analyses":[{"model":"m_1","framesPerSecond":2.5,"region":{"x":0.1,"y":0.0,"width":0.9,"height":1.0},
               "scoreThreshold":0.4,"labels":["person"],
               "zones":[{"name":"door","outline":[{"x":0.0,"y":0.0},{"x":1.0,"y":0.0},{"x":1.0,"y":1.0}]}],
               "lines":[{"name":"sill","start":{"x":0.0,"y":0.5},"end":{"x":1.0,"y":0.5}}],
               "arguments":{"mask":[1,2],"night":{"gain":1.5}},"candidate":"2.0"}]}""";

    @Test
    void writesWhatItReads() throws Exception {
        CameraSpec spec = CameraDocuments.read(JSON.readTree(FULL));
        assertEquals(JSON.readTree(FULL), CameraDocuments.write(spec));
        assertEquals(spec, CameraDocuments.read(CameraDocuments.write(spec)));
    }

    @Test
    void needsIdAndSourceOnly() throws Exception {
        CameraSpec spec = CameraDocuments.read(tree("{'id':'a','source':{'driver':'file'}}"));
        assertEquals("a", spec.name());
        assertEquals(Recording.DEFAULT, spec.recording());
        assertTrue(spec.analyses().isEmpty());
        assertTrue(spec.source().settings().isEmpty());
    }

    @Test
    void anAnalysisWithoutArgumentsHasAnEmptyObject() throws Exception {
        CameraSpec spec = CameraDocuments.read(tree("{'id':'a','source':{'driver':'file'},'analyses':[{'model':'m'}]}"));
        assertEquals("{}", spec.analyses().get(0).arguments());
        assertEquals("", spec.analyses().get(0).candidate());
    }

    @Test
    void takesBooleanSettingsButNoNumbers() throws Exception {
        CameraSpec spec = CameraDocuments.read(tree("{'id':'a','source':{'driver':'file','settings':{'loop':true}}}"));
        assertEquals("true", spec.source().settings().get("loop"));
        InvalidInputException error = refused("{'id':'a','source':{'driver':'rtsp','settings':{'password':4711}}}");
        assertEquals("source.settings.password", error.field());
        assertFalse(error.getMessage().contains("4711"), "a secret must not be repeated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "[] | ''",
        "{'source':{'driver':'file'}} | id",
        "{'id':7,'source':{'driver':'file'}} | id",
        "{'id':'../x','source':{'driver':'file'}} | id",
        "{'id':'a'} | source",
        "{'id':'a','source':null} | source",
        "{'id':'a','source':{}} | source.driver",
        "{'id':'a','source':{'driver':'file','x':1}} | source.x",
        "{'id':'a','source':{'driver':'file','settings':{'a b':'c'}}} | source.settings.a b",
        "{'id':'a','source':{'driver':'file','settings':{'path':{}}}} | source.settings.path",
        "{'id':'a','source':{'driver':'file'},'nam':'x'} | nam",
        "{'id':'a','source':{'driver':'file'},'name':'  '} | name",
        "{'id':'a','source':{'driver':'file'},'recording':{'enabled':'yes'}} | recording.enabled",
        "{'id':'a','source':{'driver':'file'},'recording':{'segmentSeconds':0}} | recording.segmentSeconds",
        "{'id':'a','source':{'driver':'file'},'recording':{'maxAgeHours':1.5}} | recording.maxAgeHours",
        "{'id':'a','source':{'driver':'file'},'recording':{'maxAgeHours':99999999999}} | recording.maxAgeHours",
        "{'id':'a','source':{'driver':'file'},'analyses':{}} | analyses",
        "{'id':'a','source':{'driver':'file'},'analyses':[3]} | analyses[0]",
        "{'id':'a','source':{'driver':'file'},'analyses':[{}]} | analyses[0].model",
        "{'id':'a','source':{'driver':'file'},'analyses':[{'model':'m'},{'model':'m'}]} | analyses[1].model",
        "{'id':'a','source':{'driver':'file'},'analyses':[{'model':'m','arguments':[1]}]} | analyses[0].arguments",
        "{'id':'a','source':{'driver':'file'},'analyses':[{'model':'m','candidate':''}]} | analyses[0].candidate",
    })
    void namesWhatIsWrong(String document, String field) {
        assertEquals(field.equals("''") ? "" : field, refused(document).field());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'region':{'x':0.5,'y':0,'width':0.6,'height':1} | region.width",
        "'region':{'x':0.5,'y':0,'width':0.5,'height':0} | region.height",
        "'region':{'x':0.5,'y':0,'width':0.5} | region.height",
        "'framesPerSecond':-1 | framesPerSecond",
        "'labels':[1] | labels[0]",
        "'scoreThreshold':1.01 | scoreThreshold",
        "'zones':[{'name':'a:b','outline':[]}] | zones[0].name",
        "'zones':[{'name':'a','outline':[{'x':0,'y':0},{'x':1,'y':1}]}] | zones[0].outline",
        "'zones':[{'name':'a','outline':[{'x':0,'y':2}]}] | zones[0].outline[0].y",
        "'lines':[{'name':'a','start':{'x':0,'y':0},'end':{'x':0,'y':0}}] | lines[0].end",
        "'lines':[{'name':'a','start':{'x':0,'y':0}}] | lines[0].end",
    })
    void namesWhatIsWrongInAnAnalysis(String member, String field) {
        String document = "{'id':'a','source':{'driver':'file'},'analyses':[{'model':'m'," + member + "}]}";
        assertEquals("analyses[0]." + field, refused(document).field());
    }

    private static InvalidInputException refused(String document) {
        return assertThrows(InvalidInputException.class, () -> CameraDocuments.read(tree(document)));
    }

    private static JsonNode tree(String document) throws JsonProcessingException {
        return JSON.readTree(document.replace('\'', '"'));
    }
}
