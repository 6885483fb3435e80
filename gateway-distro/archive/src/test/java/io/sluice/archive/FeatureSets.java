package io.sluice.archive;

import aQute.bnd.build.model.EE;
import aQute.bnd.osgi.Domain;
import aQute.bnd.osgi.repository.ResourcesRepository;
import aQute.bnd.osgi.resource.CapReqBuilder;
import aQute.bnd.osgi.resource.ResourceBuilder;
import biz.aQute.resolve.AbstractResolveContext;
import biz.aQute.resolve.BndResolver;
import biz.aQute.resolve.ResolverLogger;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.ResolutionException;

/** Resolves all bundles of a distribution's features with bnd, services included, outside any framework. */
final class FeatureSets {

    private static final Pattern BUNDLE =
            Pattern.compile("\"id\": \"([^\":]+):([^\":]+)(?::jar:([^\":]+))?:([^\":]+)\", \"start-level\"");

    private final Path distribution;
    private final Path features;

    /** @param features folder of feature files; the distribution's own, or one that was tampered with */
    FeatureSets(Path distribution, Path features) {
        this.distribution = distribution;
        this.features = features;
    }

    /**
     * Succeeds when every bundle of these features has all it requires from the others, from Java and from the
     * framework.
     *
     * @throws ResolutionException names what is missing
     * @throws java.nio.file.NoSuchFileException when a feature or a bundle is not in the distribution
     */
    void resolve(String... names) throws Exception {
        Set<Path> jars = new LinkedHashSet<>();
        for (String feature : names) {
            jars.addAll(bundlesOf(feature));
        }
        ResourcesRepository repository = new ResourcesRepository();
        Requirement[] all = new Requirement[jars.size()];
        int next = 0;
        for (Path jar : jars) {
            ResourceBuilder bundle = new ResourceBuilder();
            if (!bundle.addFile(jar.toFile(), jar.toUri())) {
                throw new IOException(jar + " is no bundle");
            }
            Resource resource = bundle.build();
            repository.add(resource);
            Map<String, Object> identity =
                    resource.getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE).get(0).getAttributes();
            all[next++] = AbstractResolveContext.createIdentityRequirement(
                    identity.get(IdentityNamespace.IDENTITY_NAMESPACE).toString(),
                    "[" + identity.get("version") + "," + identity.get("version") + "]");
        }
        try (ResolverLogger quiet = new ResolverLogger(0)) {
            Context context = new Context(quiet, repository, system());
            context.setInputRequirements(all);
            new BndResolver(quiet).resolve(context);
        } catch (ResolutionException error) {
            String message = error.getMessage();
            // The message begins with all that was asked for; the end names what is missing.
            int end = Math.max(0, message.lastIndexOf("Unable to resolve"));
            throw new ResolutionException(message.substring(end), error, null);
        }
    }

    private Set<Path> bundlesOf(String feature) throws IOException {
        String text = Files.readString(features.resolve(feature + ".json"));
        Set<Path> jars = BUNDLE.matcher(text).results()
                .map(this::jarOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (jars.size() != text.split("start-level\"", -1).length - 1 || jars.isEmpty()) {
            throw new IOException("not every bundle of " + feature + " was understood");
        }
        return jars;
    }

    private Path jarOf(MatchResult id) {
        String classifier = id.group(3) == null ? "" : "-" + id.group(3);
        return distribution.resolve("repository")
                .resolve(id.group(1).replace('.', '/'))
                .resolve(id.group(2))
                .resolve(id.group(4))
                .resolve(id.group(2) + "-" + id.group(4) + classifier + ".jar");
    }

    /** What the framework itself offers: Java's packages, its own, and the one that the launcher shares. */
    private Resource system() throws Exception {
        ResourceBuilder system = new ResourceBuilder();
        try (Stream<Path> lib = Files.list(distribution.resolve("lib"))) {
            File framework = lib.filter(jar -> jar.getFileName().toString().startsWith("org.apache.felix.framework-"))
                    .findFirst()
                    .orElseThrow()
                    .toFile();
            system.addManifest(Domain.domain(framework));
        }
        system.addEE(EE.JavaSE_17);
        Stream<String> packages = ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getDescriptor().exports().stream())
                .filter(exported -> !exported.isQualified())
                .map(exported -> exported.source());
        packages.forEach(name -> addPackage(system, name, Version.emptyVersion));
        addPackage(system, "org.osgi.service.cm", new Version(1, 6, 0));
        system.addCapability(new CapReqBuilder(NativeNamespace.NATIVE_NAMESPACE)
                .addAttribute(NativeNamespace.CAPABILITY_OSNAME_ATTRIBUTE, List.of("Linux"))
                .addAttribute(NativeNamespace.CAPABILITY_PROCESSOR_ATTRIBUTE, processorNames()));
        return system.build();
    }

    /** As frameworks name this machine's processor (OSGi Core 4.2.5, table 4.3). */
    private static List<String> processorNames() {
        return System.getProperty("os.arch").equals("aarch64")
                ? List.of("aarch64", "arm64")
                : List.of("x86-64", "amd64", "em64t", "x86_64");
    }

    private static void addPackage(ResourceBuilder system, String name, Version version) {
        system.addCapability(new CapReqBuilder(PackageNamespace.PACKAGE_NAMESPACE)
                .addAttribute(PackageNamespace.PACKAGE_NAMESPACE, name)
                .addAttribute(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE, version));
    }

    private static final class Context extends AbstractResolveContext {

        Context(ResolverLogger log, ResourcesRepository repository, Resource system) {
            super(log);
            setSystemResource(system);
            addRepository(repository);
            addEffectiveDirective("active");
        }
    }
}
