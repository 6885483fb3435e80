package io.sluice.compression.internal.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file a job. Each change is there whole or not at all. */
final class JobFiles {

    private static final Logger LOG = LoggerFactory.getLogger(JobFiles.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".json";

    private final Path folder;

    JobFiles(Path folder) {
        this.folder = folder;
    }

    /** What cannot be read is told and left. */
    List<Job> load() {
        List<Job> jobs = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return jobs;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                try {
                    jobs.add(Job.of(JSON.readTree(file.toFile())));
                } catch (IOException | RuntimeException damaged) {
                    LOG.warn("The job in {} cannot be read; it is left as it is", file, damaged);
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("Jobs in {} cannot be read", folder, unreadable);
        }
        return jobs;
    }

    /** A full disk must not stop a job: only a restart would notice. */
    void save(Job job) {
        Path aside = folder.resolve("." + job.id() + ".part");
        try {
            Files.createDirectories(folder);
            Files.write(aside, JSON.writeValueAsBytes(job.document()));
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(aside, file(job.id()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException error) {
            LOG.warn("The job {} cannot be kept: {}", job.id(), error.getMessage());
        }
    }

    void delete(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException error) {
            LOG.warn("The job {} cannot be deleted: {}", id, error.getMessage());
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ENDING);
    }
}
