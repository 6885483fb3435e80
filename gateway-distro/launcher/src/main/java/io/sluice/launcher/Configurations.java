package io.sluice.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureConfiguration;

/**
 * Puts the configurations of features into Configuration Admin. A feature owns what it brought as long as nobody else
 * changed it: then a new release changes it, and dropping it from the feature deletes it. What an operator made or
 * changed is never touched.
 */
final class Configurations {

    /** Names the feature that brought a configuration. */
    static final String OWNER = "sluice.feature";
    /** Digest of the values as the feature brought them. */
    static final String DIGEST = "sluice.feature.digest";

    private final ConfigurationAdmin admin;
    private final Variables variables;

    Configurations(ConfigurationAdmin admin, Variables variables) {
        this.admin = admin;
        this.variables = variables;
    }

    void apply(Map<String, Feature> features) throws IOException {
        Set<String> wanted = new HashSet<>();
        for (Map.Entry<String, Feature> feature : features.entrySet()) {
            for (FeatureConfiguration configuration : feature.getValue().getConfigurations().values()) {
                wanted.add(apply(feature.getKey(), configuration));
            }
        }
        for (Configuration configuration : owned()) {
            if (!wanted.contains(configuration.getPid()) && isUntouched(configuration.getProperties())) {
                configuration.delete();
            }
        }
    }

    private String apply(String feature, FeatureConfiguration wanted) throws IOException {
        Configuration configuration = find(wanted);
        Dictionary<String, Object> present = configuration.getProperties();
        Dictionary<String, Object> values = new Hashtable<>();
        wanted.getValues().forEach((name, value) ->
                values.put(name, value instanceof String text ? variables.fill(text) : value));
        values.put(DIGEST, digest(values));
        values.put(OWNER, feature);
        if (present == null || isUntouched(present) && !values.get(DIGEST).equals(present.get(DIGEST))) {
            configuration.update(values);
        }
        return configuration.getPid();
    }

    private Configuration find(FeatureConfiguration wanted) throws IOException {
        if (wanted.getFactoryPid().isEmpty()) {
            return admin.getConfiguration(wanted.getPid(), "?");
        }
        String factory = wanted.getFactoryPid().get();
        String name = wanted.getPid().startsWith(factory + "~")
                ? wanted.getPid().substring(factory.length() + 1)
                : wanted.getPid();
        return admin.getFactoryConfiguration(factory, name, "?");
    }

    private Configuration[] owned() throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(" + OWNER + "=*)");
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isUntouched(Dictionary<String, Object> present) {
        return present.get(DIGEST) != null && present.get(DIGEST).equals(digest(present));
    }

    /** Over names and values, but for what Configuration Admin and this class add. */
    private static String digest(Dictionary<String, Object> values) {
        Map<String, String> sorted = new TreeMap<>();
        for (String name : Collections.list(values.keys())) {
            if (!name.startsWith("service.") && !name.startsWith("felix.") && !name.startsWith(OWNER)) {
                sorted.put(name, Arrays.deepToString(new Object[] {values.get(name)}));
            }
        }
        try {
            byte[] text = sorted.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
