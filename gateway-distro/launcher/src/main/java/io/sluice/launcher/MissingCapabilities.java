package io.sluice.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says what a bundle lacks that the framework could not resolve. */
final class MissingCapabilities {

    private final List<Bundle> installed;

    MissingCapabilities(List<Bundle> installed) {
        this.installed = installed;
    }

    /** One sentence that names the bundle and each capability that nothing provides. */
    String of(Bundle bundle) {
        List<String> lacking = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            if (!isMandatory(requirement)) {
                continue;
            }
            List<Bundle> providers = installed.stream().filter(candidate -> provides(candidate, requirement)).toList();
            if (providers.isEmpty()) {
                String filter = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
                lacking.add(requirement.getNamespace() + " " + filter);
            } else if (providers.stream().allMatch(other -> other.getState() == Bundle.INSTALLED && other != bundle)) {
                unusable.add(providers.stream().map(MissingCapabilities::nameOf).collect(Collectors.joining(" or ")));
            }
        }
        if (!lacking.isEmpty()) {
            return nameOf(bundle) + " requires what nothing provides: " + String.join(", ", lacking) + ".";
        }
        if (!unusable.isEmpty()) {
            return nameOf(bundle) + " needs " + unusable.stream().distinct().collect(Collectors.joining(", "))
                    + ", which cannot be resolved either.";
        }
        return nameOf(bundle) + " cannot be wired: packages it uses would come from two bundles at once.";
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives()
                .getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE);
        return (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY))
                && effective.equals(Constants.EFFECTIVE_RESOLVE);
    }

    private static boolean provides(Bundle bundle, BundleRequirement requirement) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return false;
        }
        List<BundleCapability> capabilities = revision.getDeclaredCapabilities(requirement.getNamespace());
        return capabilities.stream().anyMatch(requirement::matches);
    }

    private static String nameOf(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
