package io.sluice.accel.contained.internal.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The driver's configurations on their way into its process: a file in the folder of work. Holds what metatype knows as
 * types of settings; a list of such values keeps its order.
 */
public record DriverSettings(List<Entry> entries) {

    private static final String FILE = "settings";

    /**
     * One configuration.
     *
     * @param pid of a component; or of its factory, when {@code factory}
     */
    public record Entry(String pid, boolean factory, Map<String, Object> values) {}

    public DriverSettings {
        entries = List.copyOf(entries);
    }

    /** Before the process starts. */
    public void write(Path work) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(work.resolve(FILE)))) {
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                out.writeUTF(entry.pid);
                out.writeBoolean(entry.factory);
                out.writeInt(entry.values.size());
                for (Map.Entry<String, Object> value : entry.values.entrySet()) {
                    out.writeUTF(value.getKey());
                    write(out, value.getValue());
                }
            }
        }
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value instanceof Object[] list) {
            out.writeByte('[');
            out.writeInt(list.length);
            for (Object item : list) {
                write(out, item);
            }
            return;
        }
        // Component property types convert texts to what they want.
        out.writeByte('s');
        out.writeUTF(String.valueOf(value));
    }

    static void apply(Path work, ConfigurationAdmin admin) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(work.resolve(FILE)))) {
            for (int left = in.readInt(); left > 0; left--) {
                String pid = in.readUTF();
                Configuration configuration = in.readBoolean()
                        ? admin.createFactoryConfiguration(pid, "?")
                        : admin.getConfiguration(pid, "?");
                Dictionary<String, Object> values = new Hashtable<>();
                for (int values0 = in.readInt(); values0 > 0; values0--) {
                    values.put(in.readUTF(), read(in));
                }
                configuration.update(values);
            }
        }
    }

    private static Object read(DataInputStream in) throws IOException {
        if (in.readByte() == 's') {
            return in.readUTF();
        }
        List<String> list = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            list.add(String.valueOf(read(in)));
        }
        return list.toArray(String[]::new);
    }
}
