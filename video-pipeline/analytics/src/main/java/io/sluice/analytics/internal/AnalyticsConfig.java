package io.sluice.analytics.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** One analysis of one camera. */
@ObjectClassDefinition(
        id = CameraAnalytics.PID,
        name = "Analysis of a camera",
        description = "Looks at the pictures of one camera with one model.")
public @interface AnalyticsConfig {

    @AttributeDefinition(name = "Camera", description = "Id of the camera to look at.")
    String camera_id();

    @AttributeDefinition(name = "Model", description = "Id of the model to look with.")
    String model_id();

    @AttributeDefinition(
            name = "Pictures a second",
            description = "How many pictures a second are looked at, at most; 0 for every picture.",
            min = "0")
    double frames_per_second() default 5;

    @AttributeDefinition(
            name = "Region",
            description = "The part of the picture to look at: x,y,width,height, each 0 to 1.")
    String region() default "0,0,1,1";

    @AttributeDefinition(
            name = "Score threshold",
            description = "Lowest score reported, 0 to 1; negative for the model's own.")
    double score_threshold() default -1;

    @AttributeDefinition(name = "Labels", description = "What to report; empty for all the model knows.")
    String[] labels() default {};

    @AttributeDefinition(name = "Zones", description = "Areas to watch, each as name:x,y x,y x,y with places 0 to 1.")
    String[] zones() default {};

    @AttributeDefinition(name = "Lines", description = "Lines to watch, each as name:x,y x,y with places 0 to 1.")
    String[] lines() default {};

    @AttributeDefinition(name = "Arguments", description = "Arguments of the algorithm, a JSON object.")
    String arguments() default "{}";

    @AttributeDefinition(
            name = "Candidate",
            description = "Another version of the algorithm that looks at the same pictures to be compared; empty for none.")
    String candidate() default "";
}
